package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.expression.ExprValue;
import io.github.etcdrunbook.expression.Expression;
import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceRange;
import java.util.List;

/** A condition written as an expression. Pure. */
record ExpressionCheck(Expression expression, Frame frame) implements Check {
  @Override
  public Verdict evaluate(Scope scope) {
    Checked<ExprValue> result = expression.evaluate(frame.bindings(scope));
    if (result.value().isEmpty()) {
      return new Verdict.Wrong(result.diagnostics());
    }
    ExprValue value = result.value().get();
    if (value instanceof ExprValue.Unknown) {
      return new Verdict.KnownAfter(Data.after(value));
    }
    return value.seen() instanceof ExprValue.Truth truth
        ? new Verdict.Known(truth.value(), value.isDrifting())
        : new Verdict.Wrong(
            List.of(
                Diagnostic.error(
                    "expression.type", range(), "this yields " + value.kind() + ", not a bool")));
  }

  @Override
  public String text() {
    return expression.text();
  }

  @Override
  public SourceRange range() {
    return expression.range();
  }
}
