package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.expression.Declarations;
import io.github.etcdrunbook.expression.ExprValue;
import io.github.etcdrunbook.expression.Expression;
import io.github.etcdrunbook.expression.ExpressionReader;
import io.github.etcdrunbook.expression.ExpressionType.Basic;
import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.yaml.Scalar;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A condition over {@code size}, {@code inUse}, {@code free} and {@code quota} of one member, all
 * in bytes. Pure.
 */
final class SpaceRule {
  private static final Declarations NAMES =
      Declarations.of(
          Map.of("size", Basic.INT, "inUse", Basic.INT, "free", Basic.INT, "quota", Basic.INT));

  /** What the rule says, or why it cannot be told. */
  sealed interface Verdict {
    record Known(boolean holds) implements Verdict {}

    record Wrong(String why) implements Verdict {}
  }

  private SpaceRule() {}

  /** Whether the rule holds for these figures. */
  static Verdict ask(String rule, long size, long inUse, long quota) {
    SourceFile file = new SourceFile("rule", rule);
    Scalar scalar =
        new Scalar(
            rule,
            Scalar.Style.PLAIN,
            file.range(0, rule.length()),
            new Scalar.Origin(file, 0, rule.length()));
    Checked<Expression> read = ExpressionReader.condition(scalar, NAMES);
    if (!read.isSound()) {
      return wrong(read);
    }
    Checked<ExprValue> value =
        read.value()
            .orElseThrow()
            .evaluate(
                Map.of(
                    "size", ExprValue.of(size),
                    "inUse", ExprValue.of(inUse),
                    "free", ExprValue.of(size - inUse),
                    "quota", ExprValue.of(quota)));
    return value.value().orElse(null) instanceof ExprValue.Truth truth
        ? new Verdict.Known(truth.value())
        : wrong(value);
  }

  private static Verdict wrong(Checked<?> read) {
    return new Verdict.Wrong(
        read.diagnostics().stream().map(Diagnostic::message).collect(Collectors.joining("; ")));
  }
}
