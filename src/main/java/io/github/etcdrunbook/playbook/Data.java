package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.expression.ExprValue;
import io.github.etcdrunbook.expression.ExpressionType;
import io.github.etcdrunbook.expression.ExpressionType.Basic;
import io.github.etcdrunbook.expression.ExpressionType.ListOf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of inputs and variables to values of expressions, and back. Pure. */
final class Data {
  private Data() {}

  static ExprValue toValue(Datum datum) {
    return switch (datum) {
      case Datum.Text text -> ExprValue.of(text.text());
      case Datum.Whole whole -> ExprValue.of(whole.number());
      case Datum.Real real -> new ExprValue.Real(real.number());
      case Datum.Truth truth -> ExprValue.of(truth.holds());
      case Datum.Span span -> new ExprValue.Span(span.length());
      case Datum.Many many ->
          new ExprValue.Items(many.items().stream().map(Data::toValue).toList());
      case Datum.Parts parts -> {
        Map<String, ExprValue> fields = new LinkedHashMap<>();
        parts.parts().forEach(part -> fields.put(part.name(), toValue(part.value())));
        yield new ExprValue.Fields(fields);
      }
    };
  }

  /** The datum of a value that is wholly known; what was drifting is frozen as it was seen. */
  static Datum toDatum(ExprValue value) {
    return switch (value) {
      case ExprValue.Text text -> new Datum.Text(text.value());
      case ExprValue.Whole whole -> new Datum.Whole(whole.value());
      case ExprValue.Real real -> new Datum.Real(real.value());
      case ExprValue.Truth truth -> new Datum.Truth(truth.value());
      case ExprValue.Span span -> new Datum.Span(span.value());
      case ExprValue.Items items ->
          new Datum.Many(items.items().stream().map(Data::toDatum).toList());
      case ExprValue.Fields fields ->
          new Datum.Parts(
              fields.fields().entrySet().stream()
                  .sorted(Map.Entry.comparingByKey())
                  .map(part -> new Datum.Parts.Part(part.getKey(), toDatum(part.getValue())))
                  .toList());
      case ExprValue.Drifting drifting -> toDatum(drifting.seen());
      case ExprValue.Nothing nothing -> new Datum.Text("");
      case ExprValue.Unknown unknown ->
          throw new IllegalArgumentException(
              "known only after " + String.join(", ", unknown.after()));
    };
  }

  /** How an input is seen by expressions. */
  static ExpressionType type(Input.Type type) {
    return switch (type) {
      case Input.Type.Simple simple ->
          switch (simple.kind()) {
            case STRING, PATH, FILE, HOST -> Basic.STRING;
            case INT, SIZE -> Basic.INT;
            case BOOL -> Basic.BOOL;
            case DURATION -> Basic.DURATION;
          };
      case Input.Type.Choice choice -> Basic.STRING;
      case Input.Type.ListOf list -> new ListOf(type(list.item()));
    };
  }

  /** What a value waits for, as it is printed. */
  static String after(ExprValue value) {
    return String.join(", ", List.copyOf(value.waitsFor()));
  }
}
