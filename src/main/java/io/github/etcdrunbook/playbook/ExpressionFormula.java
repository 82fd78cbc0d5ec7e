package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.expression.ExprValue;
import io.github.etcdrunbook.expression.Interpolation;
import io.github.etcdrunbook.source.Checked;

/** A value written as a text with expressions. Pure. */
record ExpressionFormula(Interpolation interpolation, Frame frame) implements Formula {
  @Override
  public Result evaluate(Scope scope) {
    Checked<ExprValue> value = interpolation.evaluate(frame.bindings(scope));
    if (value.value().isEmpty()) {
      return new Result.Wrong(value.diagnostics());
    }
    return value.value().get().waitsFor().isEmpty()
        ? new Result.Known(Data.toDatum(value.value().get()))
        : new Result.KnownAfter(Data.after(value.value().get()));
  }
}
