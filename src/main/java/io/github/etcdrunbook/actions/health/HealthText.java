package io.github.etcdrunbook.actions.health;

import java.util.ArrayList;
import java.util.List;

/** The findings as a person reads them: the table of members first. Pure. */
final class HealthText {
  private static final List<String> HEADS =
      List.of("HOST", "ID", "VERSION", "SIZE", "LEADER", "LEARNER", "TERM", "INDEX", "ENDPOINT");

  private HealthText() {}

  static String of(EtcdHealth.Output output) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADS);
    output.members().forEach(row -> rows.add(cells(row)));
    List<String> lines = new ArrayList<>();
    lines.add(
        output.problems().isEmpty()
            ? "healthy: %d members".formatted(output.members().size())
            : output.problems().size() + " problem(s)");
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int place = column;
        int width = rows.stream().mapToInt(each -> each.get(place).length()).max().orElse(0);
        line.append(row.get(column)).append(" ".repeat(width - row.get(column).length() + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    output.problems().forEach(text -> lines.add("problem: " + text));
    output.warnings().forEach(text -> lines.add("warning: " + text));
    return String.join("\n", lines);
  }

  private static List<String> cells(EtcdHealth.Row row) {
    return List.of(
        row.host(),
        row.id(),
        row.version(),
        row.size().known().map(bytes -> "%.1f MB".formatted(bytes / 1e6)).orElse("-"),
        yes(row.leader()),
        yes(row.learner()),
        row.term().known().map(String::valueOf).orElse("-"),
        row.index().known().map(String::valueOf).orElse("-"),
        row.endpoint());
  }

  private static String yes(boolean truth) {
    return truth ? "yes" : "no";
  }
}
