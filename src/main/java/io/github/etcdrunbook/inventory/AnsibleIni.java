package io.github.etcdrunbook.inventory;

import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.Position;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.source.SourceRange;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an Ansible inventory in INI form: {@code [group]}, {@code :children}, {@code :vars}. */
final class AnsibleIni {
  private static final Pattern SECTION =
      Pattern.compile("\\[([^\\]:]+)(?::(children|vars|hosts))?\\]\\s*([#;].*)?");
  private static final Pattern WORD = Pattern.compile("((?:\"[^\"]*\"|'[^']*'|[^\\s\"'])+)");
  private static final Pattern SPAN = Pattern.compile("\\[([0-9]{1,4}):([0-9]{1,4})\\]");
  private static final int HOSTS_MAX = 1000;

  private final SourceFile file;
  private final AnsibleGroups groups;
  private String group = "ungrouped";
  private String kind = "hosts";

  AnsibleIni(SourceFile file) {
    this.file = file;
    this.groups = new AnsibleGroups(file);
  }

  Checked<Inventory> read() {
    for (int number = 1; number <= file.lineCount(); number++) {
      String line = file.line(number);
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#") || text.startsWith(";")) {
        continue;
      }
      if (text.startsWith("[") && !SPAN.matcher(text).lookingAt()) {
        section(text, range(number, line, text));
      } else {
        switch (kind) {
          case "vars" -> variable(text, range(number, line, text));
          case "children" ->
              groups.child(group, firstWord(text), range(number, line, firstWord(text)));
          default -> host(text, range(number, line, firstWord(text)));
        }
      }
    }
    return groups.inventory();
  }

  private SourceRange range(int number, String line, String part) {
    int start = line.indexOf(part);
    int column = line.codePointCount(0, start) + 1;
    int end = column + part.codePointCount(0, part.length());
    return new SourceRange(file.path(), new Position(number, column), new Position(number, end));
  }

  private static String firstWord(String text) {
    return text.split("\\s", 2)[0];
  }

  private void section(String text, SourceRange range) {
    Matcher section = SECTION.matcher(text);
    if (!section.matches()) {
      groups
          .findings()
          .add(
              Diagnostic.error("inventory.syntax", range, "this section header is not understood")
                  .hint("write `[group]`, `[group:children]` or `[group:vars]`"));
      return;
    }
    group = section.group(1).strip();
    kind = section.group(2) == null ? "hosts" : section.group(2);
    groups.group(group);
  }

  private void variable(String text, SourceRange range) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      groups
          .findings()
          .add(Diagnostic.error("inventory.syntax", range, "a variable is `name=value`"));
      return;
    }
    String value = unquoted(text.substring(equals + 1).strip());
    groups.groupVariable(
        group, text.substring(0, equals).strip(), new AnsibleGroups.Written(value, range));
  }

  private void host(String text, SourceRange range) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find() && !matcher.group().startsWith("#")) {
      words.add(matcher.group());
    }
    if (words.isEmpty()) {
      groups
          .findings()
          .add(Diagnostic.error("inventory.syntax", range, "this line is not understood"));
      return;
    }
    for (String name : expanded(words.getFirst(), range)) {
      groups.host(group, name, range);
      for (String word : words.subList(1, words.size())) {
        int equals = word.indexOf('=');
        if (equals > 0) {
          String value = unquoted(word.substring(equals + 1));
          groups.hostVariable(
              name, word.substring(0, equals), new AnsibleGroups.Written(value, range));
        } else {
          groups
              .findings()
              .add(
                  Diagnostic.error(
                      "inventory.syntax", range, "`" + word + "` is not `name=value`"));
        }
      }
    }
  }

  /** A range of numbers in a name, such as {@code etcd[1:3]} or {@code etcd[01:03]}. */
  private List<String> expanded(String name, SourceRange range) {
    Matcher span = SPAN.matcher(name);
    if (!span.find()) {
      return List.of(name);
    }
    int from = Integer.parseInt(span.group(1));
    int to = Integer.parseInt(span.group(2));
    if (to < from || to - from >= HOSTS_MAX) {
      groups
          .findings()
          .add(
              Diagnostic.error(
                  "inventory.syntax", range, "this range names no hosts, or too many"));
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      String number = String.format("%0" + span.group(1).length() + "d", i);
      names.add(name.substring(0, span.start()) + number + name.substring(span.end()));
    }
    return names;
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() > 1
            && (value.startsWith("\"") || value.startsWith("'"))
            && value.endsWith(value.substring(0, 1));
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
