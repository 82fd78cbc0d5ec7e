package io.github.etcdrunbook.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import io.github.etcdrunbook.expression.ExpressionType.Shape;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.source.Suggestion;
import io.github.etcdrunbook.yaml.ScalarPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CEL's issues in our words, with the token that a person would point at and an advice. */
final class Issues {
  private static final Pattern FIELD = Pattern.compile("undefined field '(.*)'");
  private static final Pattern NAME = Pattern.compile("undeclared reference to '(.*?)' \\(.*");
  private static final Pattern OVERLOAD =
      Pattern.compile("found no matching overload for '(.*?)' applied to '(.*?)' \\(cand.*");
  private static final Pattern RECOGNITION = Pattern.compile("token recognition error at: '(.*)'");
  private static final Pattern INPUT =
      Pattern.compile("(?:mismatched|extraneous) input '(.*?)' .*");
  private static final Map<String, String> OTHER_WORDS =
      Map.of(
          "=",
          "comparison is `==`",
          "and",
          "and is `&&`",
          "or",
          "or is `||`",
          "not",
          "not is `!`",
          "is",
          "comparison is `==`",
          "|",
          "there are no filters: functions are called with a dot");
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "not", "not is `!`",
          "item", "there are no loops here; lists have `exists`, `all`, `map` and `filter`",
          "env", "there is no environment here: declare an input",
          "now", "there is no clock here; `run.started` is when the run began",
          "True", "did you mean `true`?",
          "False", "did you mean `false`?",
          "None", "did you mean `null`?");

  private final ScalarPart part;
  private final Declarations scope;

  Issues(ScalarPart part, Declarations scope) {
    this.part = part;
    this.scope = scope;
  }

  List<Diagnostic> translate(List<CelIssue> issues) {
    List<Diagnostic> findings = new ArrayList<>();
    for (CelIssue issue : issues) {
      Diagnostic finding = translate(issue);
      findings.add(finding);
      if (finding.rule().text().equals("expression.syntax")) {
        break;
      }
    }
    return findings;
  }

  private Diagnostic translate(CelIssue issue) {
    int offset = offset(issue);
    SourceRange range = Tokens.at(part, offset);
    String message = issue.getMessage();
    Matcher field = FIELD.matcher(message);
    if (field.matches()) {
      return unknownField(issue, field.group(1), range);
    }
    Matcher name = NAME.matcher(message);
    if (name.matches()) {
      return unknownName(name.group(1), offset, range);
    }
    Matcher overload = OVERLOAD.matcher(message);
    if (overload.matches()) {
      return mismatch(overload.group(1), overload.group(2), range);
    }
    return syntax(message, range);
  }

  private int offset(CelIssue issue) {
    List<String> lines = part.text().lines().toList();
    int line = issue.getSourceLocation().getLine();
    int at = 0;
    for (int i = 1; i < line && i <= lines.size(); i++) {
      at = part.text().indexOf('\n', at) + 1;
    }
    int before = part.text().codePointCount(0, Math.max(0, at));
    return before + issue.getSourceLocation().getColumn();
  }

  private Diagnostic unknownField(CelIssue issue, String field, SourceRange range) {
    Optional<Shape> shape =
        parsed().flatMap(tree -> OperandTypes.of(tree, scope, issue.getExprId()));
    String holder = shape.map(Shape::name).map(name -> "`" + name + "`").orElse("this value");
    return Diagnostic.error(
            "expression.unknown-field", range, holder + " has no field `" + field + "`")
        .hint(shape.flatMap(known -> Suggestion.hint(field, known.fields().keySet())));
  }

  private Optional<CelAbstractSyntaxTree> parsed() {
    try {
      return Optional.of(scope.compiler().parse(part.text()).getAst());
    } catch (CelValidationException notParsed) {
      return Optional.empty();
    }
  }

  private Diagnostic unknownName(String name, int offset, SourceRange range) {
    if (Tokens.isCall(part.text(), offset)) {
      String message =
          FunctionCheck.isMacro(name)
              ? "`" + name + "` is written with a name and a condition: `" + name + "(x, ...)`"
              : "there is no function `" + name + "`";
      return Diagnostic.error("expression.unknown-function", range, message)
          .hint(FunctionCheck.hint(name));
    }
    Optional<String> hint =
        Optional.ofNullable(OTHER_NAMES.get(name))
            .or(() -> Suggestion.hint(name, scope.names().keySet()));
    return Diagnostic.error(
            "expression.unknown-name", range, "nothing is called `" + name + "` here")
        .hint(hint);
  }

  private Diagnostic mismatch(String function, String types, SourceRange range) {
    String shown = function.replaceAll("[_@]", "");
    List<String> operands = List.of(readable(types).split(", ", -1));
    String message =
        switch (function) {
          case "_?_:_" -> "the two results of `? :` are of different types: " + types(operands, 1);
          case "_[_]" -> "a " + operands.getFirst() + " has no elements by " + operands.getLast();
          default ->
              operands.size() == 2
                  ? "`" + shown + "` does not work between " + types(operands, 0)
                  : "`" + shown + "` does not work on " + String.join(", ", operands);
        };
    Diagnostic finding = Diagnostic.error("expression.type", range, message);
    return switch (function) {
      case "_&&_", "_||_", "!_" -> finding.hint("each side is true or false: compare the value");
      case "_[_]" -> finding.hint("a field of a record is named after a dot");
      case "_+_" -> finding.hint("`string(x)` makes a text of a number");
      default -> finding;
    };
  }

  private static String types(List<String> operands, int from) {
    return String.join(" and ", operands.subList(from, operands.size()));
  }

  private String readable(String types) {
    String inner = types.startsWith("(") ? types.substring(1, types.length() - 1) : types;
    return scope
        .compiled()
        .readable(inner)
        .replace("google.protobuf.Duration", "duration")
        .replaceAll("list\\((.*?)\\)", "list of $1")
        .replaceAll("map\\(string,\\s*(.*?)\\)", "map of $1");
  }

  private static Diagnostic syntax(String message, SourceRange range) {
    Matcher recognition = RECOGNITION.matcher(message);
    Matcher input = INPUT.matcher(message);
    String token = "";
    if (recognition.matches()) {
      token = recognition.group(1).strip();
    } else if (input.matches()) {
      token = input.group(1).strip();
    }
    if (token.equals("<EOF>")) {
      return Diagnostic.error("expression.syntax", range, "the expression ends too early");
    }
    if (token.startsWith("'") || token.startsWith("\"")) {
      return Diagnostic.error("expression.syntax", range, "this quoted text does not end");
    }
    if (!token.isEmpty()) {
      return Diagnostic.error("expression.syntax", range, "`" + token + "` is not expected here")
          .hint(Optional.ofNullable(OTHER_WORDS.get(token)));
    }
    return Diagnostic.error("expression.syntax", range, message.lines().findFirst().orElse(""));
  }
}
