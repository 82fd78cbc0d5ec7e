package io.github.etcdrunbook.expression;

import io.github.etcdrunbook.expression.ExprValue.Text;
import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.yaml.Scalar;
import io.github.etcdrunbook.yaml.ScalarPart;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A text with checked expressions in it. Immutable; its result is never evaluated again. */
public record Interpolation(List<Part> parts, SourceRange range) {
  /** A piece of a template. */
  public sealed interface Part {}

  /** Text that stands for itself. */
  public record Literal(String text) implements Part {}

  /** An expression whose value takes its place. */
  public record Hole(Expression expression) implements Part {}

  /** A piece before its expression is checked. */
  record Cut(String literal, ScalarPart part, boolean isHole) {}

  /** Copies the list. */
  public Interpolation {
    parts = List.copyOf(parts);
  }

  /** Whether a text has a {@code ${...}} or an escaped one, so that it is worth reading. */
  public static boolean isIn(String text) {
    return text.contains("${");
  }

  /** What the template yields: the type of its only expression, or a text. */
  public ExpressionType type() {
    return parts.size() == 1 && parts.getFirst() instanceof Hole hole
        ? hole.expression().type()
        : ExpressionType.Basic.STRING;
  }

  /** The dotted names that its expressions use. */
  public Set<List<String>> paths() {
    Set<List<String>> all = new LinkedHashSet<>();
    for (Part part : parts) {
      if (part instanceof Hole hole) {
        all.addAll(hole.expression().paths());
      }
    }
    return Set.copyOf(all);
  }

  /** The value over these bindings. */
  public Checked<ExprValue> evaluate(Map<String, ExprValue> bindings) {
    List<Diagnostic> findings = new ArrayList<>();
    List<ExprValue> values = new ArrayList<>();
    for (Part part : parts) {
      switch (part) {
        case Literal literal -> values.add(ExprValue.of(literal.text));
        case Hole hole ->
            hole.expression.evaluate(bindings).drainTo(findings).ifPresent(values::add);
      }
    }
    if (!findings.isEmpty()) {
      return Checked.failed(findings);
    }
    if (values.size() == 1) {
      return Checked.of(values.getFirst());
    }
    try {
      return Checked.of(Operators.lift(values, Interpolation::joined));
    } catch (EvaluationFailure failure) {
      return Checked.failed(Diagnostic.error("expression.failed", range, failure.getMessage()));
    }
  }

  private static ExprValue joined(List<ExprValue> seen) {
    return new Text(String.join("", seen.stream().map(Conversions::text).toList()));
  }

  static Checked<List<Cut>> cut(Scalar scalar) {
    String text = scalar.text();
    List<Cut> cuts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("$${", at)) {
        literal.append("${");
        at += 3;
      } else if (text.startsWith("${", at)) {
        int close = closingBrace(text, at + 2);
        if (close < 0) {
          return Checked.failed(
              Diagnostic.error(
                      "expression.unclosed", scalar.range(at, at + 2), "this `${` has no `}`")
                  .hint("write `$${` when the text itself is meant"));
        }
        flush(literal, cuts, scalar);
        cuts.add(new Cut("", scalar.part(at + 2, close), true));
        at = close + 1;
      } else {
        literal.append(text.charAt(at++));
      }
    }
    flush(literal, cuts, scalar);
    if (cuts.isEmpty()) {
      cuts.add(new Cut("", scalar.whole(), false));
    }
    return Checked.of(cuts);
  }

  private static void flush(StringBuilder literal, List<Cut> cuts, Scalar scalar) {
    if (!literal.isEmpty()) {
      cuts.add(new Cut(literal.toString(), scalar.whole(), false));
      literal.setLength(0);
    }
  }

  /** The brace that closes an expression: braces of maps and of quoted texts do not count. */
  private static int closingBrace(String text, int from) {
    int depth = 0;
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\'' || c == '"') {
        at = afterQuoted(text, at);
        continue;
      }
      if (c == '{') {
        depth++;
      } else if (c == '}' && depth-- == 0) {
        return at;
      }
      at++;
    }
    return -1;
  }

  private static int afterQuoted(String text, int open) {
    int at = open + 1;
    while (at < text.length() && text.charAt(at) != text.charAt(open)) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at + 1, text.length());
  }
}
