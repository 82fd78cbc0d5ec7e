package io.github.etcdrunbook.lab.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Command-line flags as Kubernetes programs take them: {@code --name=value}. */
record Flags(Map<String, String> values) {
  static Flags of(List<String> arguments) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (argument.startsWith("--")) {
        values.put(
            argument.substring(2, equals < 0 ? argument.length() : equals),
            equals < 0 ? "true" : argument.substring(equals + 1));
      }
    }
    return new Flags(values);
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** A flag that must be there. */
  String get(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException("--" + name + " is missing"));
  }
}
