package io.github.etcdrunbook.expression;

import io.github.etcdrunbook.expression.ExprValue.Drifting;
import io.github.etcdrunbook.expression.ExprValue.Fields;
import io.github.etcdrunbook.expression.ExprValue.Items;
import io.github.etcdrunbook.expression.ExprValue.Real;
import io.github.etcdrunbook.expression.ExprValue.Span;
import io.github.etcdrunbook.expression.ExprValue.Text;
import io.github.etcdrunbook.expression.ExprValue.Truth;
import io.github.etcdrunbook.expression.ExprValue.Unknown;
import io.github.etcdrunbook.expression.ExprValue.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The operators and functions of expressions that want all of their arguments. Pure. */
final class Operators {
  private Operators() {}

  /** Applies a function to what was seen: unknown stays unknown, drifting makes drifting. */
  static ExprValue lift(ExprValue value, Function<ExprValue, ExprValue> function) {
    return lift(List.of(value), seen -> function.apply(seen.getFirst()));
  }

  static ExprValue lift(List<ExprValue> values, Function<List<ExprValue>, ExprValue> function) {
    TreeSet<String> after = new TreeSet<>();
    List<ExprValue> seen = new ArrayList<>();
    boolean drifting = false;
    for (ExprValue value : values) {
      if (value instanceof Unknown unknown) {
        after.addAll(unknown.after());
      }
      drifting |= value instanceof Drifting;
      seen.add(value.seen());
    }
    if (!after.isEmpty()) {
      return new Unknown(after);
    }
    ExprValue result = function.apply(seen);
    return drifting ? result.drifting() : result;
  }

  static ExprValue apply(String function, List<ExprValue> arguments) {
    return lift(arguments, seen -> strict(function, seen));
  }

  private static ExprValue strict(String function, List<ExprValue> all) {
    return switch (function) {
      case "!_" -> ExprValue.of(!truth(all.getFirst()));
      case "-_" -> Arithmetic.negated(all.getFirst());
      case "_+_", "_-_", "_*_", "_/_", "_%_" ->
          Arithmetic.apply(function, all.getFirst(), all.getLast());
      case "_==_" -> Comparison.equal(all.getFirst(), all.getLast());
      case "_!=_" ->
          lift(Comparison.equal(all.getFirst(), all.getLast()), same -> ExprValue.of(!truth(same)));
      case "_<_" -> ExprValue.of(Comparison.order(all.getFirst(), all.getLast()) < 0);
      case "_<=_" -> ExprValue.of(Comparison.order(all.getFirst(), all.getLast()) <= 0);
      case "_>_" -> ExprValue.of(Comparison.order(all.getFirst(), all.getLast()) > 0);
      case "_>=_" -> ExprValue.of(Comparison.order(all.getFirst(), all.getLast()) >= 0);
      case "@in" -> isIn(all.getFirst(), all.getLast());
      case "_[_]" -> index(all.getFirst(), all.getLast());
      case "size" -> ExprValue.of(size(all.getFirst()));
      case "hasValue" -> ExprValue.of(!((Items) all.getFirst()).items().isEmpty());
      case "value" -> present((Items) all.getFirst());
      case "dyn" -> all.getFirst();
      case "int" -> Conversions.toWhole(all.getFirst());
      case "double" -> Conversions.toReal(all.getFirst());
      case "string" -> ExprValue.of(Conversions.text(all.getFirst()));
      case "duration" -> Conversions.toSpan(all.getFirst());
      case "join" -> join(all);
      default -> TextFunctions.apply(function, all);
    };
  }

  static List<ExprValue> elements(ExprValue range) {
    return switch (range) {
      case Items list -> list.items();
      case Fields map -> new TreeMap<>(map.fields()).keySet().stream().map(ExprValue::of).toList();
      default -> throw new EvaluationFailure("a list or a map is wanted, not a " + range.kind());
    };
  }

  static boolean truth(ExprValue value) {
    if (value instanceof Truth truth) {
      return truth.value();
    }
    throw new EvaluationFailure("a bool is wanted, not a " + value.kind());
  }

  private static ExprValue present(Items optional) {
    if (optional.items().isEmpty()) {
      throw new EvaluationFailure("there is no value here");
    }
    return optional.items().getFirst();
  }

  private static long size(ExprValue value) {
    return value instanceof Text text
        ? text.value().codePointCount(0, text.value().length())
        : elements(value).size();
  }

  private static ExprValue isIn(ExprValue element, ExprValue holder) {
    if (holder instanceof Fields map) {
      return ExprValue.of(element instanceof Text key && map.fields().containsKey(key.value()));
    }
    TreeSet<String> after = new TreeSet<>();
    boolean drifting = false;
    for (ExprValue item : elements(holder)) {
      ExprValue same = Comparison.equal(element, item);
      if (same instanceof Unknown unknown) {
        after.addAll(unknown.after());
      } else if (truth(same.seen())) {
        return same;
      }
      drifting |= same instanceof Drifting;
    }
    if (!after.isEmpty()) {
      return new Unknown(after);
    }
    ExprValue no = ExprValue.of(false);
    return drifting ? no.drifting() : no;
  }

  private static ExprValue index(ExprValue holder, ExprValue key) {
    if (holder instanceof Items list && key instanceof Whole index) {
      if (index.value() < 0 || index.value() >= list.items().size()) {
        throw new EvaluationFailure(
            "there is no element " + index.value() + ": the list has " + list.items().size());
      }
      return list.items().get((int) index.value());
    }
    if (holder instanceof Fields map && key instanceof Text name) {
      Map<String, ExprValue> fields = map.fields();
      if (!fields.containsKey(name.value())) {
        throw new EvaluationFailure("there is no key `" + name.value() + "` here");
      }
      return fields.get(name.value());
    }
    throw new EvaluationFailure("a " + holder.kind() + " has no element by " + key.kind());
  }

  private static ExprValue join(List<ExprValue> all) {
    String separator = all.size() > 1 ? TextFunctions.text(all.get(1)) : "";
    return lift(
        elements(all.getFirst()),
        items ->
            ExprValue.of(String.join(separator, items.stream().map(Conversions::text).toList())));
  }

  /** Numbers of either kind, for arithmetic and comparison. */
  static boolean isNumber(ExprValue value) {
    return value instanceof Whole || value instanceof Real;
  }

  static double real(ExprValue value) {
    return value instanceof Whole whole ? whole.value() : ((Real) value).value();
  }

  static boolean isSpan(ExprValue value) {
    return value instanceof Span;
  }
}
