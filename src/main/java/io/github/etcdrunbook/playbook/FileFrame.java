package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.expression.ExprValue;
import io.github.etcdrunbook.expression.ExprValue.Fields;
import io.github.etcdrunbook.expression.Interpolation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names of one playbook file over a scope. The steps and variables of an included file stand in
 * the scope under the id of the step that includes it: {@code backup} and its step {@code save} are
 * {@code backup_save} there, {@code steps.save} inside, and {@code steps.backup.save} outside.
 */
final class FileFrame implements Frame {
  private final ScopeValues values = new ScopeValues();
  private final Optional<Included> included;
  private final String prefix;
  private final List<String> includes = new ArrayList<>();

  /** What an included file is given, and by whom. */
  record Included(Frame by, Map<String, Interpolation> computed, Map<String, Datum> data) {}

  private FileFrame(Optional<Included> included, String prefix) {
    this.included = included;
    this.prefix = prefix;
  }

  static FileFrame ofPlaybook() {
    return new FileFrame(Optional.empty(), "");
  }

  FileFrame including(String id, Map<String, Interpolation> computed, Map<String, Datum> data) {
    includes.add(id);
    return new FileFrame(Optional.of(new Included(this, computed, data)), prefix + id + "_");
  }

  /** What goes before the ids of this file's steps. */
  String prefix() {
    return prefix;
  }

  @Override
  public Map<String, ExprValue> bindings(Scope scope) {
    Map<String, ExprValue> names = new LinkedHashMap<>(values.bindings(scope));
    names.computeIfPresent("vars", (name, all) -> own(all));
    names.computeIfPresent("steps", (name, all) -> grouped(own(all)));
    included.ifPresent(given -> names.put("inputs", inputs(given, scope)));
    return names;
  }

  private ExprValue own(ExprValue all) {
    Map<String, ExprValue> mine = new LinkedHashMap<>();
    fields(all)
        .forEach(
            (name, value) -> {
              if (name.startsWith(prefix)) {
                mine.put(name.substring(prefix.length()), value);
              }
            });
    return new Fields(mine);
  }

  private ExprValue grouped(ExprValue own) {
    Map<String, ExprValue> steps = new LinkedHashMap<>(fields(own));
    for (String include : includes) {
      Map<String, ExprValue> inner = new LinkedHashMap<>();
      fields(own)
          .forEach(
              (name, value) -> {
                if (name.startsWith(include + "_")) {
                  inner.put(name.substring(include.length() + 1), value);
                }
              });
      steps.put(include, new Fields(inner));
    }
    return new Fields(steps);
  }

  private static ExprValue inputs(Included given, Scope scope) {
    Map<String, ExprValue> inputs = new LinkedHashMap<>();
    given.data.forEach((name, datum) -> inputs.put(name, Data.toValue(datum)));
    Map<String, ExprValue> outer = given.by.bindings(scope);
    given.computed.forEach(
        (name, text) -> text.evaluate(outer).value().ifPresent(value -> inputs.put(name, value)));
    return new Fields(inputs);
  }

  private static Map<String, ExprValue> fields(ExprValue value) {
    return value instanceof Fields map ? map.fields() : Map.of();
  }
}
