package io.github.etcdrunbook.run;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.Rollout;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.StepId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A world, its journal and a playbook over it. */
final class CrashScene {
  private static final Sha256 FINGERPRINT = new Sha256("0".repeat(64));
  private static final List<HostName> HOSTS =
      List.of(new HostName("cp1"), new HostName("cp2"), new HostName("cp3"));

  final Sandbox world = new Sandbox("cp1", "cp2", "cp3").with("/a", "/b");
  final MortalJournal journal = new MortalJournal(world::kill);
  private final Playbook playbook;
  private final Plan plan;

  CrashScene(Pace pace) {
    playbook =
        Playbooks.of(
            Playbooks.with(Playbooks.rename("a", HOSTS), Playbooks.manner(pace.rollout())),
            Playbooks.with(Playbooks.rename("b", HOSTS), Playbooks.manner(pace.rollout())));
    plan = Playbooks.plan(playbook, world);
  }

  RunEnd run() throws IOException {
    return new Runner(plan, playbook, Playbooks.scope(), means()).run(FINGERPRINT, "ops");
  }

  Undoer.End undo() throws IOException {
    return new Undoer(plan, means()).undo("ops");
  }

  /** Whether everything that was tried in the world stands in the journal, as an intent. */
  boolean isRecorded() {
    long intended =
        journal.replay().events().stream()
            .map(Recorded::event)
            .filter(
                event ->
                    event instanceof RunEvent.EffectIntended
                        || event instanceof RunEvent.UndoIntended)
            .count();
    return world.attempts.size() <= intended;
  }

  /** Takes back what came behind a step. */
  Undoer.End undo(String to) throws IOException {
    return new Undoer(plan, means())
        .undo("ops", UndoReach.to(new StepId(to), playbook).orElseThrow());
  }

  private Means means() throws IOException {
    return new Means(
        world::at,
        world,
        journal.open(),
        new NoGates(),
        world.timing(),
        () -> false,
        MortalJournal.CODEC::evidence);
  }

  /** Runs until the machine dies, or to the end. */
  void runToDeath() throws IOException {
    toDeath(this::run);
  }

  /** Takes the run back until the machine dies, or to the end. */
  void undoToDeath() throws IOException {
    toDeath(this::undo);
  }

  /** Takes back what came behind a step until the machine dies, or so far. */
  void undoToDeath(String to) throws IOException {
    toDeath(() -> undo(to));
  }

  private interface Deed {
    Object go() throws IOException;
  }

  private static void toDeath(Deed deed) throws IOException {
    try {
      deed.go();
    } catch (Sandbox.Death died) {
      // The one way in which a crash shows in this process.
    } catch (IllegalStateException thrown) {
      if (!(thrown.getCause() instanceof Sandbox.Death)) {
        throw thrown;
      }
    }
  }

  void revive() {
    world.revive();
    journal.revive();
  }

  Map<HostName, Set<String>> paths() {
    Map<HostName, Set<String>> copy = new TreeMap<>();
    world.paths.forEach((host, there) -> copy.put(host, new TreeSet<>(there)));
    return copy;
  }

  /** How often each effect was taken back. */
  Map<EffectRef, Long> undone() {
    return world.attempts.stream()
        .filter(each -> each.key().phase() == EffectKey.Phase.UNDO)
        .collect(Collectors.groupingBy(each -> each.key().effect(), Collectors.counting()));
  }

  Map<EffectRef, Long> happened() {
    return world.attempts.stream()
        .collect(Collectors.groupingBy(each -> each.key().effect(), Collectors.counting()));
  }

  private static final class NoGates implements Gatekeeper {
    @Override
    public boolean reaches(StepId step) {
      return false;
    }

    @Override
    public Answer ask(Question question) {
      throw new AssertionError("nobody asks here: " + question);
    }
  }

  /** The two ways to take hosts. */
  enum Pace {
    TOGETHER,
    SINGLY;

    Rollout rollout() {
      return this == TOGETHER
          ? Rollout.together()
          : new Rollout(
              Optional.of(1),
              Rollout.Order.INVENTORY,
              new Rollout.Between.Nothing(),
              Duration.ZERO,
              0);
    }
  }
}
