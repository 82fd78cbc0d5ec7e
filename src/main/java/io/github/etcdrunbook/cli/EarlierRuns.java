package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.journal.Replay;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.playbook.Group;
import io.github.etcdrunbook.playbook.Manner;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.Rollout;
import io.github.etcdrunbook.playbook.Step;
import io.github.etcdrunbook.report.StepTimes;
import io.github.etcdrunbook.run.Pace;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.StepId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the journals of earlier runs on this machine tell of how long steps take. Reads only. */
final class EarlierRuns {
  private static final int RUNS_MAX = 5;

  private final RunDesk desk;

  EarlierRuns(RunDesk desk) {
    this.desk = desk;
  }

  /** The longest times of the newest runs of the plan's playbook. */
  Pace pace(Plan plan, Playbook playbook) throws Stop {
    Map<StepId, Duration> longest = new HashMap<>();
    int runs = 0;
    for (RunId run : desk.folders().runs()) {
      if (runs < RUNS_MAX
          && !run.equals(plan.id())
          && new JournalReading(desk).replay(run) instanceof Replay.Sound sound
          && plan.made().playbook().equals(playbook(sound))) {
        StepTimes.of(sound.events())
            .forEach(
                (step, time) ->
                    longest.merge(step, time, (one, two) -> one.compareTo(two) > 0 ? one : two));
        runs++;
      }
    }
    return new Pace(longest, runs, batched(playbook));
  }

  private static String playbook(Replay.Sound journal) {
    return journal.state().opening().map(RunEvent.RunStarted::playbook).orElse("");
  }

  private static Set<StepId> batched(Playbook playbook) {
    Set<StepId> batched = new HashSet<>();
    for (Playbook.Entry entry : playbook.entries()) {
      switch (entry) {
        case Step step -> add(step, step.manner(), batched);
        case Group group -> group.steps().forEach(step -> add(step, group.manner(), batched));
      }
    }
    return batched;
  }

  private static void add(Step step, Manner manner, Set<StepId> batched) {
    if (batched(manner.rollout()) || batched(step.manner().rollout())) {
      batched.add(step.id());
    }
  }

  private static boolean batched(Rollout rollout) {
    return rollout.batch().isPresent() || rollout.order() != Rollout.Order.INVENTORY;
  }
}
