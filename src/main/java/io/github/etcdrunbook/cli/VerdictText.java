package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.report.Style;
import io.github.etcdrunbook.snapshot.Offence;
import io.github.etcdrunbook.snapshot.SnapshotContents;
import io.github.etcdrunbook.snapshot.SnapshotVerdict;
import io.github.etcdrunbook.world.Member;
import java.util.List;
import java.util.stream.Collectors;

/** A verdict as text for a person. Pure. */
final class VerdictText {
  private static final int OFFENCES_SHOWN = 10;

  private VerdictText() {}

  static String of(SnapshotVerdict verdict, boolean accepted) {
    StringBuilder text = new StringBuilder();
    line(text, "", verdict.file() + ": " + (accepted ? "good" : "DAMAGED OR INCOMPLETE"));
    line(text, "size", verdict.bytes() + " bytes");
    line(text, "sha256", verdict.sha256().toString());
    line(text, "trailer", trailer(verdict));
    offences(text, verdict);
    verdict.contents().ifPresent(contents -> contents(text, contents));
    return text.toString();
  }

  private static String trailer(SnapshotVerdict verdict) {
    return switch (verdict.trailer()) {
      case AGREES -> "agrees with the contents";
      case DISAGREES -> "does not agree: bytes were changed, lost or added";
      case ABSENT ->
          verdict.goodWithoutTrailer()
              ? "none: a copy of a database, or a snapshot cut by its last 32 bytes; --raw accepts"
                  + " it"
              : "none";
    };
  }

  private static void offences(StringBuilder text, SnapshotVerdict verdict) {
    List<Offence> offences = verdict.offences();
    offences.stream()
        .limit(OFFENCES_SHOWN)
        .forEach(offence -> line(text, "wrong", offence.toString()));
    long more = verdict.offencesTotal() - Math.min(OFFENCES_SHOWN, offences.size());
    if (more > 0) {
      line(text, "wrong", "and " + more + " more places");
    }
  }

  private static void contents(StringBuilder text, SnapshotContents contents) {
    SnapshotContents.Figures figures = contents.figures();
    SnapshotContents.Origin origin = contents.origin();
    line(text, "hash", "%08x (%d)".formatted(figures.hash(), figures.hash()));
    line(text, "revision", String.valueOf(figures.revision()));
    line(
        text,
        "keys",
        "%d live, %d of them below /registry/, %d of these with a lease; %d entries in all"
            .formatted(
                figures.liveKeys(),
                figures.registryKeys(),
                figures.leasedKeys(),
                figures.entries()));
    line(text, "compacted", "up to revision " + figures.compactedRevision());
    line(
        text,
        "version",
        "cluster "
            + origin.clusterVersion().orElse("unknown")
            + origin.storageVersion().map(version -> ", storage " + version).orElse(""));
    line(text, "kube-system", origin.clusterUid().orElse("not found, or encrypted"));
    origin.members().forEach(member -> line(text, "member", member(member)));
    if (!origin.removed().isEmpty()) {
      line(
          text,
          "removed",
          origin.removed().stream().map(Object::toString).collect(Collectors.joining(", ")));
    }
    contents.inheritance().alarms().forEach(alarm -> line(text, "ALARM", alarm.toString()));
    line(text, "leases", String.valueOf(contents.inheritance().leases()));
    line(text, "auth", contents.inheritance().auth() ? "enabled" : "disabled");
  }

  private static String member(Member member) {
    return "%s %s %s%s"
        .formatted(
            member.id(),
            member.name().isEmpty() ? "(not started)" : member.name(),
            String.join(",", member.peerUrls()),
            member.learner() ? " LEARNER" : "");
  }

  private static void line(StringBuilder text, String name, String value) {
    String safe = Style.harmless(value);
    text.append(name.isEmpty() ? safe : "  %-12s %s".formatted(name, safe)).append('\n');
  }
}
