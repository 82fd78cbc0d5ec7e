package io.github.etcdrunbook.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.yaml.ScalarPart;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An expression that was parsed and type-checked against a scope. Immutable; evaluation is pure and
 * repeatable: no clock, no environment, no random.
 */
public final class Expression {
  private final ScalarPart part;
  private final ExpressionType type;
  private final CelAbstractSyntaxTree tree;

  Expression(ScalarPart part, ExpressionType type, CelAbstractSyntaxTree tree) {
    this.part = part;
    this.type = type;
    this.tree = tree;
  }

  /** The expression as it was written. */
  public String text() {
    return part.text().strip();
  }

  /** Where it was written. */
  public SourceRange range() {
    return part.range();
  }

  /** What it yields. */
  public ExpressionType type() {
    return type;
  }

  /** The dotted names that it uses, such as {@code [steps, status, revision]}. */
  public Set<List<String>> paths() {
    return UsedPaths.of(tree.getExpr());
  }

  /**
   * The value over these bindings. A failure (a missing key, a division by zero) is a finding with
   * its place; a failure beside something unknown is unknown.
   */
  public Checked<ExprValue> evaluate(Map<String, ExprValue> bindings) {
    try {
      return Checked.of(new Evaluator(tree).evaluate(bindings));
    } catch (EvaluationFailure failure) {
      return Checked.failed(failure.diagnostic(part, tree));
    }
  }

  @Override
  public String toString() {
    return text();
  }
}
