package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.report.Style;
import io.github.etcdrunbook.snapshot.KeyFigure;
import io.github.etcdrunbook.snapshot.KeyGroup;
import io.github.etcdrunbook.snapshot.SnapshotInspection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** An inspection as tables for a person. Pure. */
final class InspectionText {
  private static final int NAMESPACES_SHOWN = 30;
  private static final int KEYS_SHOWN = 10;

  private InspectionText() {}

  static String of(SnapshotInspection inspection) {
    if (inspection.contents().isEmpty()) {
      return "nothing in it can be read\n";
    }
    StringBuilder text = new StringBuilder();
    groups(text, "TYPE", inspection.types());
    List<KeyGroup> spaces =
        inspection.groups().stream().filter(group -> !group.namespace().isEmpty()).toList();
    if (!spaces.isEmpty()) {
      text.append('\n');
      groups(text, "TYPE IN NAMESPACE", spaces.stream().limit(NAMESPACES_SHOWN).toList());
      if (spaces.size() > NAMESPACES_SHOWN) {
        text.append("and ").append(spaces.size() - NAMESPACES_SHOWN).append(" more\n");
      }
    }
    keys(text, "BIGGEST KEYS", inspection.top().biggest());
    keys(text, "MOST WRITTEN KEYS", inspection.top().mostWritten());
    text.append('\n');
    encryption(text, inspection);
    text.append(inspection.leasedKeys()).append(" keys end with a lease\n");
    return text.toString();
  }

  private static void groups(StringBuilder text, String title, List<KeyGroup> groups) {
    text.append(
        "%-52s %9s %10s %10s %10s%n".formatted(title, "KEYS", "SIZE", "OLDER", "OLDER SIZE"));
    for (KeyGroup group : groups) {
      String name =
          group.namespace().isEmpty() ? group.type() : group.type() + " " + group.namespace();
      text.append(
          "%-52s %9d %10s %10d %10s%s%n"
              .formatted(
                  Style.harmless(name),
                  group.keys(),
                  size(group.bytes()),
                  group.olderEntries(),
                  size(group.olderBytes()),
                  encrypted(group)));
    }
  }

  private static String encrypted(KeyGroup group) {
    if (group.encrypted() == 0) {
      return "";
    }
    return group.encrypted() == group.keys()
        ? "  encrypted"
        : "  %d of %d encrypted".formatted(group.encrypted(), group.keys());
  }

  private static void keys(StringBuilder text, String title, List<KeyFigure> keys) {
    text.append("%n%-80s %10s %10s%n".formatted(title, "SIZE", "WRITTEN"));
    keys.stream()
        .limit(KEYS_SHOWN)
        .forEach(
            key ->
                text.append(
                    "%-80s %10s %10d%n"
                        .formatted(Style.harmless(key.key()), size(key.bytes()), key.version())));
  }

  private static void encryption(StringBuilder text, SnapshotInspection inspection) {
    if (inspection.encryption().isEmpty()) {
      text.append("nothing is encrypted at rest\n");
    }
    inspection.encryption().entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
        .forEach(
            entry ->
                text.append(entry.getValue())
                    .append(" keys are encrypted with ")
                    .append(Style.harmless(entry.getKey().toString()))
                    .append('\n'));
  }

  static String size(long bytes) {
    if (bytes < 10_000) {
      return bytes + " B";
    }
    return bytes < 10_000_000
        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
