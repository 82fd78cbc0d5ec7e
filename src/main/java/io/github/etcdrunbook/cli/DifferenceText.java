package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.report.Style;
import io.github.etcdrunbook.snapshot.KeyDifference;
import io.github.etcdrunbook.snapshot.KeyDifference.Kind;
import io.github.etcdrunbook.snapshot.RestoreAdvice;
import io.github.etcdrunbook.snapshot.SnapshotDifference;
import io.github.etcdrunbook.snapshot.SnapshotDifference.Basis;
import java.util.List;

/** A comparison as text for a person who thinks about a restore. Pure. */
final class DifferenceText {
  private static final int NAMES_SHOWN = 50;

  private DifferenceText() {}

  static String of(SnapshotDifference difference) {
    StringBuilder text = new StringBuilder();
    if (!difference.offences().isEmpty()) {
      text.append("DAMAGED: keys may be missing in a file, and this comparison be wrong\n\n");
    }
    text.append("%-52s %9s %9s %9s%n".formatted("A RESTORE MAKES", "VANISH", "GO BACK", "RETURN"));
    difference
        .groups()
        .forEach(
            (group, counts) ->
                text.append(
                    "%-52s %9d %9d %9d%n"
                        .formatted(
                            Style.harmless(group.toString()),
                            counts.getOrDefault(Kind.CREATED, 0L),
                            counts.getOrDefault(Kind.CHANGED, 0L)
                                + counts.getOrDefault(Kind.REPLACED, 0L),
                            counts.getOrDefault(Kind.DELETED, 0L))));
    names(text, difference, Kind.CREATED, "created since, would vanish");
    names(text, difference, Kind.REPLACED, "deleted and made anew, would go back");
    names(text, difference, Kind.CHANGED, "changed since, would go back");
    names(text, difference, Kind.DELETED, "deleted since, would return");
    advice(text, difference);
    text.append("\n%d keys are the same%s%n".formatted(difference.equal(), basis(difference)));
    return text.toString();
  }

  private static String basis(SnapshotDifference difference) {
    return difference.basis() == Basis.VALUES
        ? ", values compared"
        : " by revision and version; their values are assumed to be";
  }

  private static void names(
      StringBuilder text, SnapshotDifference difference, Kind kind, String title) {
    List<KeyDifference> found =
        difference.differences().stream().filter(one -> one.kind() == kind).toList();
    if (found.isEmpty()) {
      return;
    }
    text.append("%n%s:%n".formatted(title));
    found.stream()
        .limit(NAMES_SHOWN)
        .forEach(one -> text.append("  ").append(Style.harmless(one.key())).append('\n'));
    if (found.size() > NAMES_SHOWN) {
      text.append("  and ").append(found.size() - NAMES_SHOWN).append(" more\n");
    }
  }

  private static void advice(StringBuilder text, SnapshotDifference difference) {
    List<String> types =
        difference.groups().keySet().stream()
            .map(SnapshotDifference.ResourceGroup::type)
            .distinct()
            .toList();
    for (String type : types) {
      RestoreAdvice.of(type)
          .ifPresent(advice -> text.append("%nmind %s: %s%n".formatted(type, advice.text())));
    }
  }
}
