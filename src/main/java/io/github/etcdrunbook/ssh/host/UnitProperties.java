package io.github.etcdrunbook.ssh.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code systemctl show} prints of a unit, and environment files. Pure. */
final class UnitProperties {
  private static final Pattern ARGV = Pattern.compile("argv\\[\\]=(.*?) ; ignore_errors=");
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)\\}|\\$([A-Za-z_][A-Za-z0-9_]*)");
  private static final Pattern ASSIGNMENT =
      Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)");

  private UnitProperties() {}

  /** The properties by name; of a property that is given several times, the first. */
  static Map<String, String> of(Section section) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (String line : section.lines()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        properties.putIfAbsent(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return properties;
  }

  /**
   * The words of the first command in an {@code ExecStart} property, its variables replaced: a word
   * that is only {@code $NAME} becomes as many words as its value has, as systemd does it.
   */
  static List<String> command(String execStart, Map<String, String> variables) {
    Matcher argv = ARGV.matcher(execStart);
    List<String> words = new ArrayList<>();
    for (String word : words(argv.find() ? argv.group(1) : execStart)) {
      if (word.matches("\\$[A-Za-z_][A-Za-z0-9_]*")) {
        words.addAll(words(variables.getOrDefault(word.substring(1), "")));
      } else {
        words.add(replaced(word, variables));
      }
    }
    return withoutShell(words);
  }

  /**
   * Some units start etcd through a shell: {@code /bin/bash -c "GOMAXPROCS=2 /usr/bin/etcd ..."}.
   */
  private static List<String> withoutShell(List<String> words) {
    boolean shell =
        words.size() >= 3
            && PodManifest.baseName(words.getFirst()).matches("(ba|da)?sh")
            && words.get(1).equals("-c");
    if (!shell) {
      return List.copyOf(words);
    }
    List<String> inner = words(String.join(" ", words.subList(2, words.size())));
    for (int at = 0; at < inner.size(); at++) {
      if (PodManifest.baseName(inner.get(at)).equals("etcd")) {
        return inner.subList(at, inner.size());
      }
    }
    return List.copyOf(words);
  }

  private static String replaced(String word, Map<String, String> variables) {
    return VARIABLE
        .matcher(word)
        .replaceAll(
            found -> {
              String name = found.group(1) == null ? found.group(2) : found.group(1);
              return Matcher.quoteReplacement(variables.getOrDefault(name, ""));
            });
  }

  /** The assignments of an {@code Environment} property: {@code A=1 "B=x y"}. */
  static Map<String, String> variables(String environment) {
    Map<String, String> variables = new LinkedHashMap<>();
    words(environment).forEach(word -> assignment(word, variables));
    return variables;
  }

  /** Adds a line of an environment file; what is no assignment is passed over. */
  static void assignment(String line, Map<String, String> variables) {
    Matcher matcher = ASSIGNMENT.matcher(line);
    if (matcher.matches()) {
      variables.put(matcher.group(1), unquoted(matcher.group(2).strip()));
    }
  }

  private static String unquoted(String text) {
    boolean quoted =
        text.length() >= 2
            && (text.charAt(0) == '"' || text.charAt(0) == '\'')
            && text.charAt(text.length() - 1) == text.charAt(0);
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  /** Splits at blanks outside quotes; quotes are taken off. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inside = false;
    char quote = 0;
    for (int at = 0; at < text.length(); at++) {
      char each = text.charAt(at);
      if (quote != 0) {
        if (each == quote) {
          quote = 0;
        } else {
          word.append(each);
        }
      } else if (each == '"' || each == '\'') {
        quote = each;
        inside = true;
      } else if (Character.isWhitespace(each)) {
        if (inside || !word.isEmpty()) {
          words.add(word.toString());
        }
        word.setLength(0);
        inside = false;
      } else {
        word.append(each);
      }
    }
    if (inside || !word.isEmpty()) {
      words.add(word.toString());
    }
    return List.copyOf(words);
  }
}
