package io.github.etcdrunbook.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.Suggestion;
import io.github.etcdrunbook.yaml.ScalarPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The closed set of functions: what CEL's checker knows beyond them is refused. Pure. */
final class FunctionCheck {
  private static final Set<String> OPERATORS =
      Set.of(
          "_&&_",
          "_||_",
          "!_",
          "-_",
          "_?_:_",
          "_==_",
          "_!=_",
          "_<_",
          "_<=_",
          "_>_",
          "_>=_",
          "_+_",
          "_-_",
          "_*_",
          "_/_",
          "_%_",
          "@in",
          "_[_]",
          "_?._",
          "_[?_]",
          "@not_strictly_false");
  private static final Set<String> FUNCTIONS =
      Set.of(
          "size",
          "contains",
          "startsWith",
          "endsWith",
          "matches",
          "int",
          "double",
          "string",
          "duration",
          "dyn",
          "join",
          "lowerAscii",
          "upperAscii",
          "trim",
          "replace",
          "split",
          "substring",
          "indexOf",
          "or",
          "orValue",
          "hasValue",
          "value");
  private static final Set<String> MACROS =
      Set.of("has", "all", "exists", "exists_one", "map", "filter");

  /** Words of neighbouring languages. */
  private static final Map<String, String> NEIGHBOURS =
      Map.ofEntries(
          Map.entry("len", "size()"),
          Map.entry("length", "size()"),
          Map.entry("count", "size()"),
          Map.entry("defined", "has(x.field)"),
          Map.entry("default", ".orValue(...) after x.?field"),
          Map.entry("any", "exists(x, ...)"),
          Map.entry("some", "exists(x, ...)"),
          Map.entry("every", "all(x, ...)"),
          Map.entry("select", "filter(x, ...)"),
          Map.entry("lower", "lowerAscii()"),
          Map.entry("toLowerCase", "lowerAscii()"),
          Map.entry("upper", "upperAscii()"),
          Map.entry("str", "string(x)"),
          Map.entry("float", "double(x)"),
          Map.entry("bool", "a comparison with 'true'"));

  private final ScalarPart part;
  private final CelAbstractSyntaxTree tree;
  private final List<Diagnostic> findings = new ArrayList<>();

  private FunctionCheck(ScalarPart part, CelAbstractSyntaxTree tree) {
    this.part = part;
    this.tree = tree;
  }

  static List<Diagnostic> of(ScalarPart part, CelAbstractSyntaxTree tree) {
    FunctionCheck check = new FunctionCheck(part, tree);
    check.visit(tree.getExpr());
    return check.findings;
  }

  /** The advice for a function that does not exist. */
  static Optional<String> hint(String name) {
    if (NEIGHBOURS.containsKey(name)) {
      return Optional.of("here that is `" + NEIGHBOURS.get(name) + "`");
    }
    Set<String> all = new TreeSet<>(FUNCTIONS);
    all.addAll(MACROS);
    return Suggestion.nearest(name, all).map(nearest -> "did you mean `" + nearest + "`?");
  }

  static boolean isMacro(String name) {
    return MACROS.contains(name);
  }

  private void visit(CelExpr node) {
    switch (node.getKind()) {
      case CALL -> {
        refuseUnknown(node);
        node.call().target().ifPresent(this::visit);
        node.call().args().forEach(this::visit);
      }
      case SELECT -> visit(node.select().operand());
      case LIST -> node.list().elements().forEach(this::visit);
      case MAP ->
          node.map()
              .entries()
              .forEach(
                  entry -> {
                    visit(entry.key());
                    visit(entry.value());
                  });
      case COMPREHENSION -> {
        visit(node.comprehension().iterRange());
        visit(node.comprehension().accuInit());
        visit(node.comprehension().loopStep());
        visit(node.comprehension().result());
      }
      default -> {}
    }
  }

  private void refuseUnknown(CelExpr node) {
    String name = node.call().function();
    if (!OPERATORS.contains(name) && !FUNCTIONS.contains(name)) {
      Integer offset = tree.getSource().getPositionsMap().get(node.id());
      findings.add(
          Diagnostic.error(
                  "expression.unknown-function",
                  offset == null ? part.range() : Tokens.at(part, offset),
                  "the function `" + name + "` is not offered")
              .hint(hint(name)));
    }
  }
}
