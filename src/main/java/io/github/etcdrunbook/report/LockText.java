package io.github.etcdrunbook.report;

import io.github.etcdrunbook.world.LockOwner;
import io.github.etcdrunbook.world.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Locks in words: who, which run, since when, and what can be done. Pure. */
public final class LockText {
  private LockText() {}

  /** One lock, in one line. */
  public static String line(String place, LockOwner owner, Instant now) {
    return Style.harmless(
        place
            + "  run "
            + owner.run()
            + " ("
            + owner.playbook()
            + ") by "
            + owner.who().operator()
            + " on "
            + owner.who().machine()
            + ", since "
            + owner.since()
            + " ("
            + age(Duration.between(owner.since(), now))
            + ")");
  }

  private static String age(Duration age) {
    if (age.isNegative()) {
      return "by its clock";
    }
    return age.toHours() > 0
        ? age.toHours() + " h " + age.toMinutesPart() + " min"
        : age.toMinutes() > 0 ? age.toMinutes() + " min" : age.toSeconds() + " s";
  }

  /**
   * Why a run does not begin.
   *
   * @param standing what is known of the process that holds a lock
   */
  public static List<String> refusal(
      Map<String, LockOwner> held, RunId ours, Instant now, Function<LockOwner, String> standing) {
    List<String> lines = new ArrayList<>(List.of("Locked: another process works here."));
    Map<RunId, LockOwner> runs = new TreeMap<>();
    new TreeMap<>(held)
        .forEach(
            (place, owner) -> {
              lines.add("  " + line(place, owner, now));
              lines.add("    " + Style.harmless(standing.apply(owner)));
              runs.put(owner.run(), owner);
            });
    lines.add("Nothing was changed. Now:");
    runs.forEach((run, owner) -> lines.addAll(remedies(run, owner, run.equals(ours))));
    return lines;
  }

  private static List<String> remedies(RunId run, LockOwner owner, boolean same) {
    String machine = Style.harmless(owner.who().machine());
    return List.of(
        "  wait for it, or on "
            + machine
            + ": etcd-runbook status "
            + run
            + ", then resume or undo it",
        (same ? "  is that process gone for good? " : "  is that machine gone for good? ")
            + "take the run over: etcd-runbook resume "
            + run
            + " --from-hosts -i INVENTORY",
        "  has it nothing left to do? etcd-runbook lock release --id "
            + run
            + " --reason TEXT -i INVENTORY");
  }
}
