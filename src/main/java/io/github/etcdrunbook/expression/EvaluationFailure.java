package io.github.etcdrunbook.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.yaml.ScalarPart;

/** Thrown and caught inside of this package only: why an expression has no value. */
final class EvaluationFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final long NO_PLACE = -1;

  private final long node;

  EvaluationFailure(String message) {
    this(message, NO_PLACE);
  }

  private EvaluationFailure(String message, long node) {
    super(message, null, false, false);
    this.node = node;
  }

  /** The same failure with a place, unless it has one already. */
  EvaluationFailure at(long id) {
    return node == NO_PLACE ? new EvaluationFailure(getMessage(), id) : this;
  }

  Diagnostic diagnostic(ScalarPart part, CelAbstractSyntaxTree tree) {
    Integer offset = tree.getSource().getPositionsMap().get(node);
    return Diagnostic.error(
        "expression.failed", offset == null ? part.range() : Tokens.at(part, offset), getMessage());
  }
}
