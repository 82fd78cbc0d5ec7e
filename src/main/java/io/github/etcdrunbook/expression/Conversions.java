package io.github.etcdrunbook.expression;

import io.github.etcdrunbook.expression.ExprValue.Real;
import io.github.etcdrunbook.expression.ExprValue.Span;
import io.github.etcdrunbook.expression.ExprValue.Text;
import io.github.etcdrunbook.expression.ExprValue.Truth;
import io.github.etcdrunbook.expression.ExprValue.Whole;
import io.github.etcdrunbook.yaml.Units;
import java.math.BigDecimal;
import java.time.Duration;

/** From one type to another, and to the text that stands in a template. Pure. */
final class Conversions {
  private Conversions() {}

  /** The text of a scalar; durations in seconds, as Go's tools read them: {@code 90s}. */
  static String text(ExprValue value) {
    return switch (value) {
      case Text text -> text.value();
      case Whole whole -> Long.toString(whole.value());
      case Truth truth -> Boolean.toString(truth.value());
      case Real real -> plain(BigDecimal.valueOf(real.value()));
      case Span span -> seconds(span.value());
      default -> throw new EvaluationFailure("a " + value.kind() + " cannot stand in a text");
    };
  }

  private static String seconds(Duration duration) {
    BigDecimal nanos = BigDecimal.valueOf(duration.getNano(), 9);
    return plain(BigDecimal.valueOf(duration.getSeconds()).add(nanos)) + "s";
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  static ExprValue toWhole(ExprValue value) {
    try {
      return switch (value) {
        case Whole whole -> whole;
        case Real real -> ExprValue.of((long) real.value());
        case Text text -> ExprValue.of(Long.parseLong(text.value()));
        default -> throw new EvaluationFailure("a " + value.kind() + " is no whole number");
      };
    } catch (NumberFormatException notANumber) {
      throw new EvaluationFailure("`" + text(value) + "` is no whole number");
    }
  }

  static ExprValue toReal(ExprValue value) {
    try {
      return switch (value) {
        case Whole whole -> new Real(whole.value());
        case Real real -> real;
        case Text text -> new Real(Double.parseDouble(text.value()));
        default -> throw new EvaluationFailure("a " + value.kind() + " is no number");
      };
    } catch (NumberFormatException notANumber) {
      throw new EvaluationFailure("`" + text(value) + "` is no number");
    }
  }

  static ExprValue toSpan(ExprValue value) {
    return switch (value) {
      case Span span -> span;
      case Text text ->
          Units.duration(text.value())
              .<ExprValue>map(Span::new)
              .orElseThrow(
                  () -> new EvaluationFailure("`" + text.value() + "` is no duration like `90s`"));
      default -> throw new EvaluationFailure("a " + value.kind() + " is no duration");
    };
  }
}
