package io.github.etcdrunbook.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.Rollout;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.Sha256;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dies at every append of a run, in every way, resumes, and looks what has become of the world. */
class CrashMatrixTest {
  private static final Sha256 FINGERPRINT = new Sha256("0".repeat(64));
  private static final List<HostName> HOSTS =
      List.of(new HostName("cp1"), new HostName("cp2"), new HostName("cp3"));

  /** A world, its journal and a playbook over it. */
  private static final class Scene {
    private final Sandbox world = new Sandbox("cp1", "cp2", "cp3").with("/a", "/b");
    private final MortalJournal journal = new MortalJournal(world::kill);
    private final Playbook playbook;
    private final Plan plan;

    Scene(Rollout rollout) {
      playbook =
          Playbooks.of(
              Playbooks.with(Playbooks.rename("a", HOSTS), Playbooks.manner(rollout)),
              Playbooks.with(Playbooks.rename("b", HOSTS), Playbooks.manner(rollout)));
      plan = Playbooks.plan(playbook, world);
    }

    RunEnd run() throws IOException {
      Means means =
          new Means(
              world::at,
              world,
              journal.open(),
              new NoGates(),
              world.timing(),
              () -> false,
              MortalJournal.CODEC::evidence);
      return new Runner(plan, playbook, Playbooks.scope(), means).run(FINGERPRINT, "ops");
    }

    /** Runs until the machine dies, or to the end. */
    void runToDeath() throws IOException {
      try {
        run();
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

    Map<EffectRef, Long> happened() {
      return world.attempts.stream()
          .collect(Collectors.groupingBy(each -> each.key().effect(), Collectors.counting()));
    }
  }

  private static final class NoGates implements Gatekeeper {
    @Override
    public boolean reaches(io.github.etcdrunbook.world.StepId step) {
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

  @ParameterizedTest
  @EnumSource
  void resumesFromEveryAppendToTheSameEnd(Pace pace) throws IOException {
    Scene undisturbed = new Scene(pace.rollout());
    assertEquals(RunEnd.Kind.DONE, undisturbed.run().kind());
    int appends = undisturbed.journal.appends();
    assertTrue(appends > 30, "a run of " + appends + " appends");
    for (int append = 0; append < appends; append++) {
      for (MortalJournal.Way way : MortalJournal.Way.values()) {
        String point = "died at append " + append + ", " + way;
        Scene scene = new Scene(pace.rollout());
        scene.journal.dieAt(append, way);
        scene.runToDeath();
        scene.revive();
        if (append < appends - 1 || way != MortalJournal.Way.AFTER_FORCE) {
          assertEquals(RunEnd.Kind.DONE, scene.run().kind(), point);
        }
        assertEquals(undisturbed.paths(), scene.paths(), point);
        assertEquals(undisturbed.happened(), scene.happened(), point);
        assertEquals(RunState.Stage.ENDED, scene.journal.replay().state().stage(), point);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void survivesDyingAgainWhileItResumes(Pace pace) throws IOException {
    Scene undisturbed = new Scene(pace.rollout());
    undisturbed.run();
    int appends = undisturbed.journal.appends();
    for (int append = 2; append < appends; append += 3) {
      for (int later = 1; later < 6; later += 2) {
        String point = "died at append " + append + " and " + later + " later";
        Scene scene = new Scene(pace.rollout());
        scene.journal.dieAt(append, MortalJournal.Way.AFTER_FORCE);
        scene.runToDeath();
        scene.revive();
        scene.journal.dieAt(scene.journal.appends() + later, MortalJournal.Way.TORN);
        scene.runToDeath();
        scene.revive();
        if (scene.journal.replay().state().marks().end().isEmpty()) {
          assertEquals(RunEnd.Kind.DONE, scene.run().kind(), point);
        }
        assertEquals(undisturbed.paths(), scene.paths(), point);
        assertEquals(undisturbed.happened(), scene.happened(), point);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DEATH_BEFORE", "DEATH_AFTER"})
  void settlesAnEffectDuringWhichItDied(Sandbox.Fault fault) throws IOException {
    Scene undisturbed = new Scene(Rollout.together());
    undisturbed.run();
    for (EffectRef effect : undisturbed.happened().keySet()) {
      Scene scene = new Scene(Rollout.together());
      scene.world.order(effect, fault);
      scene.runToDeath();
      scene.revive();
      assertEquals(RunEnd.Kind.DONE, scene.run().kind(), effect + " " + fault);
      assertEquals(undisturbed.paths(), scene.paths(), effect + " " + fault);
      assertEquals(undisturbed.happened(), scene.happened(), effect + " " + fault);
      assertTrue(scene.world.attempts.stream().allMatch(a -> a.effect() instanceof Effect.Move));
    }
  }
}
