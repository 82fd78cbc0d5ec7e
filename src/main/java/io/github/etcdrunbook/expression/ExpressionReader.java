package io.github.etcdrunbook.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.yaml.Scalar;
import io.github.etcdrunbook.yaml.ScalarPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Text to checked expressions and templates. Pure; every problem is a finding with its place. */
public final class ExpressionReader {
  private ExpressionReader() {}

  /** A condition: an expression that yields a truth value. */
  public static Checked<Expression> condition(Scalar scalar, Declarations scope) {
    String text = scalar.text().strip();
    if (text.startsWith("${") && text.endsWith("}")) {
      return Checked.failed(
          Diagnostic.error(
                  "expression.needless-braces",
                  scalar.range(),
                  "a condition is an expression already")
              .hint("write it without `${` and `}`"));
    }
    return expression(scalar.whole(), scope, ExpressionType.Basic.BOOL);
  }

  /** An expression that yields the wanted type. */
  public static Checked<Expression> expression(
      ScalarPart part, Declarations scope, ExpressionType wanted) {
    if (part.text().isBlank()) {
      return Checked.failed(
          Diagnostic.error("expression.empty", part.range(), "an expression is wanted here"));
    }
    CelValidationResult result = scope.compiler().compile(part.text());
    if (result.hasError()) {
      return Checked.failed(new Issues(part, scope).translate(result.getErrors()));
    }
    try {
      return checked(part, scope, wanted, result.getAst());
    } catch (CelValidationException impossible) {
      throw new IllegalStateException("a result without errors has a tree", impossible);
    }
  }

  private static Checked<Expression> checked(
      ScalarPart part, Declarations scope, ExpressionType wanted, CelAbstractSyntaxTree tree) {
    List<Diagnostic> findings = new ArrayList<>(FunctionCheck.of(part, tree));
    CelType result = tree.getResultType();
    ExpressionType type = scope.compiled().fromCel(result);
    if (CelNames.isOptional(result)) {
      findings.add(
          Diagnostic.error(
                  "expression.type", part.range(), "this may be absent, and a value is wanted")
              .hint("end it with `.orValue(...)` or ask with `.hasValue()`"));
    } else if (!wanted.accepts(type)) {
      findings.add(
          Diagnostic.error(
              "expression.type",
              part.range(),
              "this yields " + type.describe() + ", and " + wanted.describe() + " is wanted"));
    }
    return findings.isEmpty()
        ? Checked.of(new Expression(part, type, tree))
        : Checked.failed(findings);
  }

  /**
   * A text with {@code ${...}} in it. A value that is nothing but one {@code ${...}} keeps its
   * type; in a mixed text each yields a scalar. A doubled dollar before the brace stands for the
   * text itself.
   */
  public static Checked<Interpolation> interpolation(Scalar scalar, Declarations scope) {
    Checked<List<Interpolation.Cut>> cuts = Interpolation.cut(scalar);
    List<Diagnostic> findings = new ArrayList<>(cuts.diagnostics());
    List<Interpolation.Part> parts = new ArrayList<>();
    List<Interpolation.Cut> pieces = cuts.value().orElse(List.of());
    for (Interpolation.Cut cut : pieces) {
      if (!cut.isHole()) {
        parts.add(new Interpolation.Literal(cut.literal()));
        continue;
      }
      Optional<Expression> expression =
          expression(cut.part(), scope, ExpressionType.Basic.ANY).drainTo(findings);
      expression.ifPresent(hole -> parts.add(new Interpolation.Hole(hole)));
      if (pieces.size() > 1) {
        expression.ifPresent(hole -> refuseComposite(hole, findings));
      }
    }
    return findings.stream().anyMatch(Diagnostic::isError)
        ? Checked.failed(findings)
        : Checked.of(new Interpolation(parts, scalar.range()));
  }

  private static void refuseComposite(Expression hole, List<Diagnostic> findings) {
    if (!hole.type().isScalar()) {
      findings.add(
          Diagnostic.error(
                  "expression.type",
                  hole.range(),
                  "a " + hole.type().describe() + " cannot stand inside of a text")
              .hint("use `.join(', ')` for a list, or name a field"));
    }
  }
}
