package io.github.etcdrunbook.expression;

import io.github.etcdrunbook.expression.ExprValue.Drifting;
import io.github.etcdrunbook.expression.ExprValue.Fields;
import io.github.etcdrunbook.expression.ExprValue.Items;
import io.github.etcdrunbook.expression.ExprValue.Span;
import io.github.etcdrunbook.expression.ExprValue.Text;
import io.github.etcdrunbook.expression.ExprValue.Truth;
import io.github.etcdrunbook.expression.ExprValue.Unknown;
import io.github.etcdrunbook.expression.ExprValue.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Equality, down into lists and maps with their unknown parts, and order. Pure. */
final class Comparison {
  private Comparison() {}

  /** Different parts decide; else an unknown part makes the answer unknown. */
  static ExprValue equal(ExprValue left, ExprValue right) {
    return Operators.lift(List.of(left, right), seen -> seenEqual(seen.getFirst(), seen.getLast()));
  }

  private static ExprValue seenEqual(ExprValue left, ExprValue right) {
    if (Operators.isNumber(left) && Operators.isNumber(right)) {
      return ExprValue.of(
          (left instanceof Whole a && right instanceof Whole b)
              ? a.value() == b.value()
              : Operators.real(left) == Operators.real(right));
    }
    if (left instanceof Items a && right instanceof Items b) {
      return a.items().size() == b.items().size() ? all(a.items(), b.items()) : ExprValue.of(false);
    }
    if (left instanceof Fields a && right instanceof Fields b) {
      if (!a.fields().keySet().equals(b.fields().keySet())) {
        return ExprValue.of(false);
      }
      List<String> keys = a.fields().keySet().stream().sorted().toList();
      return all(
          keys.stream().map(a.fields()::get).toList(), keys.stream().map(b.fields()::get).toList());
    }
    return ExprValue.of(left.equals(right));
  }

  private static ExprValue all(List<ExprValue> left, List<ExprValue> right) {
    List<ExprValue> answers = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      ExprValue same = equal(left.get(i), right.get(i));
      if (same.seen() instanceof Truth truth && !truth.value()) {
        return same;
      }
      answers.add(same);
    }
    TreeSet<String> after = new TreeSet<>();
    answers.forEach(answer -> after.addAll(answer.waitsFor()));
    if (!after.isEmpty()) {
      return new Unknown(after);
    }
    ExprValue yes = ExprValue.of(true);
    return answers.stream().anyMatch(Drifting.class::isInstance) ? yes.drifting() : yes;
  }

  static int order(ExprValue left, ExprValue right) {
    if (left instanceof Whole a && right instanceof Whole b) {
      return Long.compare(a.value(), b.value());
    }
    if (Operators.isNumber(left) && Operators.isNumber(right)) {
      return Double.compare(Operators.real(left), Operators.real(right));
    }
    if (left instanceof Text a && right instanceof Text b) {
      return a.value().compareTo(b.value());
    }
    if (left instanceof Span a && right instanceof Span b) {
      return a.value().compareTo(b.value());
    }
    if (left instanceof Truth a && right instanceof Truth b) {
      return Boolean.compare(a.value(), b.value());
    }
    throw new EvaluationFailure("a " + left.kind() + " and a " + right.kind() + " have no order");
  }
}
