package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.yaml.Mapping;
import io.github.etcdrunbook.yaml.Node;
import io.github.etcdrunbook.yaml.Scalar;
import io.github.etcdrunbook.yaml.YamlReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of an etcd by the name of its flags, whether they come from flags, from the
 * environment or from a configuration file: a flag outranks the environment, and a configuration
 * file replaces both, as in etcd (server/etcdmain/config.go). Pure; immutable.
 */
final class EtcdFlags {
  private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "True", "TRUE");

  private final Map<String, String> values;

  private EtcdFlags(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /** From the command line (its first element is the program) and the environment. */
  static EtcdFlags of(List<String> command, Map<String, String> environment) {
    Map<String, String> values = new HashMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("ETCD_")) {
            values.put(name.substring(5).toLowerCase(Locale.ROOT).replace('_', '-'), value);
          }
        });
    for (int at = 1; at < command.size(); at++) {
      String word = command.get(at);
      if (!word.startsWith("-")) {
        continue;
      }
      String flag = word.replaceFirst("^--?", "");
      int equals = flag.indexOf('=');
      if (equals >= 0) {
        values.put(flag.substring(0, equals), flag.substring(equals + 1));
      } else if (at + 1 < command.size() && !command.get(at + 1).startsWith("-")) {
        values.put(flag, command.get(at + 1));
        at++;
      } else {
        values.put(flag, "true");
      }
    }
    return new EtcdFlags(values);
  }

  /** From the text of a configuration file, which etcd then uses alone. */
  static EtcdFlags ofFile(String path, String text) {
    Map<String, String> values = new HashMap<>();
    Optional<Node> root = YamlReader.read(new SourceFile(path, text)).value();
    if (root.isPresent() && root.get() instanceof Mapping mapping) {
      collect(mapping, "", values);
    }
    return new EtcdFlags(values);
  }

  private static void collect(Mapping mapping, String prefix, Map<String, String> values) {
    for (Mapping.Entry entry : mapping.entries()) {
      switch (entry.value()) {
        case Scalar scalar -> values.put(prefix + entry.name(), scalar.text());
        case Mapping section ->
            collect(section, entry.name().equals("peer-transport-security") ? "peer-" : "", values);
        case io.github.etcdrunbook.yaml.Sequence list -> {
          // No list is among the settings that are asked for.
        }
      }
    }
  }

  /** The configuration file that replaces all of these, if one is named. */
  Optional<String> configurationFile() {
    return text("config-file");
  }

  /** The value of a flag, never blank. */
  Optional<String> text(String flag) {
    return Optional.ofNullable(values.get(flag)).map(String::strip).filter(text -> !text.isEmpty());
  }

  /** The value of a flag that lists several, by commas. */
  List<String> list(String flag) {
    return text(flag).stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /** Whether a flag is set to true, in one of the forms that Go takes for it. */
  boolean on(String flag) {
    return text(flag).filter(TRUE::contains).isPresent();
  }

  /** The whole number that a flag is set to. */
  Optional<Long> number(String flag) {
    try {
      return text(flag).map(Long::decode);
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }
}
