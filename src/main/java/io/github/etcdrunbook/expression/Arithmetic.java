package io.github.etcdrunbook.expression;

import io.github.etcdrunbook.expression.ExprValue.Items;
import io.github.etcdrunbook.expression.ExprValue.Real;
import io.github.etcdrunbook.expression.ExprValue.Span;
import io.github.etcdrunbook.expression.ExprValue.Text;
import io.github.etcdrunbook.expression.ExprValue.Whole;
import java.util.ArrayList;
import java.util.List;

/** Plus, minus and so on; whole numbers never wrap around. Pure. */
final class Arithmetic {
  private Arithmetic() {}

  static ExprValue negated(ExprValue value) {
    return switch (value) {
      case Whole whole -> exact(() -> Math.negateExact(whole.value()));
      case Real real -> new Real(-real.value());
      default -> throw new EvaluationFailure("a number is wanted, not a " + value.kind());
    };
  }

  static ExprValue apply(String operator, ExprValue left, ExprValue right) {
    if (left instanceof Whole a && right instanceof Whole b) {
      return exact(() -> whole(operator, a.value(), b.value()));
    }
    if (Operators.isNumber(left) && Operators.isNumber(right)) {
      return new Real(real(operator, Operators.real(left), Operators.real(right)));
    }
    if (left instanceof Span a && right instanceof Span b && operator.equals("_-_")) {
      return new Span(a.value().minus(b.value()));
    }
    if (operator.equals("_+_")) {
      return sum(left, right);
    }
    throw mismatch(operator, left, right);
  }

  private static ExprValue sum(ExprValue left, ExprValue right) {
    if (left instanceof Text a && right instanceof Text b) {
      return new Text(a.value() + b.value());
    }
    if (left instanceof Span a && right instanceof Span b) {
      return new Span(a.value().plus(b.value()));
    }
    if (left instanceof Items a && right instanceof Items b) {
      List<ExprValue> all = new ArrayList<>(a.items());
      all.addAll(b.items());
      return new Items(all);
    }
    throw mismatch("_+_", left, right);
  }

  private static EvaluationFailure mismatch(String operator, ExprValue left, ExprValue right) {
    return new EvaluationFailure(
        "`"
            + operator.replace("_", "")
            + "` does not work between "
            + left.kind()
            + " and "
            + right.kind());
  }

  private interface Exact {
    long compute();
  }

  private static ExprValue exact(Exact computation) {
    try {
      return ExprValue.of(computation.compute());
    } catch (ArithmeticException overflow) {
      throw new EvaluationFailure("this does not fit a whole number, or divides by zero");
    }
  }

  private static long whole(String operator, long a, long b) {
    return switch (operator) {
      case "_+_" -> Math.addExact(a, b);
      case "_-_" -> Math.subtractExact(a, b);
      case "_*_" -> Math.multiplyExact(a, b);
      case "_/_" -> Math.divideExact(a, b);
      default -> a % b;
    };
  }

  private static double real(String operator, double a, double b) {
    return switch (operator) {
      case "_+_" -> a + b;
      case "_-_" -> a - b;
      case "_*_" -> a * b;
      case "_/_" -> a / b;
      default -> throw new EvaluationFailure("`%` wants whole numbers");
    };
  }
}
