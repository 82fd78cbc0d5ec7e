package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.expression.ExprValue;
import io.github.etcdrunbook.expression.ExprValue.Fields;
import io.github.etcdrunbook.expression.ExprValue.Items;
import io.github.etcdrunbook.expression.ExprValue.Unknown;
import io.github.etcdrunbook.expression.ExpressionType.Basic;
import io.github.etcdrunbook.expression.ExpressionType.ListOf;
import io.github.etcdrunbook.expression.ExpressionType.Shape;
import io.github.etcdrunbook.expression.RecordMapping;
import io.github.etcdrunbook.playbook.Scope.HostFacts;
import io.github.etcdrunbook.playbook.Scope.Output;
import io.github.etcdrunbook.playbook.Scope.Place;
import io.github.etcdrunbook.world.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The values of a scope as expressions see them, and the types of what is always there. Pure. */
final class ScopeValues implements Frame {
  /** How outputs and arguments are seen: how firm a value is goes along with it. */
  static final RecordMapping RECORDS = new RecordMapping(List.of(new Firmness()));

  static final Shape CLUSTER = Shape.of("cluster", Map.of("name", Basic.STRING));
  static final Shape HOST =
      Shape.of(
          "host",
          Map.of(
              "name", Basic.STRING, "address", Basic.STRING, "groups", new ListOf(Basic.STRING)));
  static final Shape RUN =
      new Shape(
          "run",
          Map.of(
              "id", Basic.STRING,
              "started", Basic.STRING,
              "operator", Basic.STRING,
              "change", Basic.STRING),
          Set.of("change"));

  private static final class Firmness implements RecordMapping.Wrapper {
    @Override
    public Class<?> type() {
      return Value.class;
    }

    @Override
    public ExprValue value(Object wrapped, RecordMapping.Inner inner) {
      return switch ((Value<?>) wrapped) {
        case Value.Fixed<?> fixed -> inner.of(fixed.value());
        case Value.Drifting<?> drifting -> inner.of(drifting.seen()).drifting();
        case Value.Pending<?> pending -> Unknown.after(pending.from().toString());
      };
    }
  }

  @Override
  public Map<String, ExprValue> bindings(Scope scope) {
    Map<String, ExprValue> names = new LinkedHashMap<>();
    names.put("inputs", data(scope.inputs()));
    names.put("vars", data(scope.variables()));
    names.put("cluster", new Fields(Map.of("name", ExprValue.of(scope.place().cluster()))));
    names.put("hosts", new Items(scope.place().hosts().stream().map(ScopeValues::host).toList()));
    scope
        .host()
        .flatMap(
            name ->
                scope.place().hosts().stream().filter(host -> host.name().equals(name)).findFirst())
        .ifPresent(facts -> names.put("host", host(facts)));
    Map<String, ExprValue> steps = new LinkedHashMap<>();
    scope.steps().forEach((id, output) -> put(steps, id.text(), output));
    names.put("steps", new Fields(steps));
    scope.result().ifPresent(result -> names.put("result", RECORDS.value(result)));
    names.put("run", run(scope.place()));
    return names;
  }

  private static ExprValue data(Map<String, Datum> data) {
    Map<String, ExprValue> fields = new LinkedHashMap<>();
    data.forEach((name, value) -> fields.put(name, Data.toValue(value)));
    return new Fields(fields);
  }

  private static ExprValue host(HostFacts facts) {
    return new Fields(
        Map.of(
            "name", ExprValue.of(facts.name().text()),
            "address", ExprValue.of(facts.address()),
            "groups", new Items(facts.groups().stream().map(ExprValue::of).toList())));
  }

  private static ExprValue run(Place place) {
    Map<String, ExprValue> fields = new LinkedHashMap<>();
    fields.put("id", ExprValue.of(place.run().text()));
    fields.put("started", ExprValue.of(place.started().toString()));
    fields.put("operator", ExprValue.of(place.operator()));
    place.change().ifPresent(change -> fields.put("change", ExprValue.of(change)));
    return new Fields(fields);
  }

  /** A step that was skipped is not among the steps: {@code has(steps.x)} says so. */
  private static void put(Map<String, ExprValue> steps, String id, Output output) {
    switch (output) {
      case Output.Once once -> steps.put(id, RECORDS.value(once.output()));
      case Output.KnownAfter later -> steps.put(id, Unknown.after(later.what()));
      case Output.Skipped skipped -> {}
      case Output.PerHost perHost -> {
        Map<String, ExprValue> byHost = new LinkedHashMap<>();
        perHost.knownAfter().forEach((host, what) -> byHost.put(host.text(), Unknown.after(what)));
        perHost.outputs().forEach((host, record) -> byHost.put(host.text(), RECORDS.value(record)));
        steps.put(id, new Fields(byHost));
      }
    }
  }
}
