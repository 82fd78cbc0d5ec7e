package io.github.etcdrunbook.report;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.run.Recorded;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.run.Trouble;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectRef;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What happened in a run, told from its plan and its journal and from nothing else: every form of
 * the report is written from this, so that they cannot disagree. Immutable.
 *
 * @param plan what was planned
 * @param state where the run stands
 * @param steps each step and host, in the order of the plan
 * @param moments what a reader must not miss, in the order of time
 * @param outages when the API servers and etcd did not serve because of this run
 * @param evidence where to look further
 */
public record Chronicle(
    Plan plan,
    RunState state,
    List<StepStory> steps,
    List<Moment> moments,
    Outages outages,
    Evidence evidence) {
  /** Rejects null and copies the lists. */
  public Chronicle {
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(state, "state");
    steps = List.copyOf(steps);
    moments = List.copyOf(moments);
    Objects.requireNonNull(outages, "outages");
    Objects.requireNonNull(evidence, "evidence");
  }

  /** Which hosts have a member of etcd, and which an API server. */
  public record Serving(Set<HostName> etcd, Set<HostName> apiServers) {
    /** Copies the sets. */
    public Serving {
      etcd = Set.copyOf(etcd);
      apiServers = Set.copyOf(apiServers);
    }
  }

  /** Tells the run whose plan and journal lie in the folder. */
  public static Chronicle of(Plan plan, List<Recorded> events, Serving serving, Path folder) {
    return new Chronicler(plan, events).tell(serving, folder);
  }

  /** From when to when something went on; open when its end is not in the journal. */
  record Span(Instant from, Instant to, boolean open) {
    Duration length() {
      return Duration.between(from, to);
    }
  }

  /**
   * A step on a host, or once for the cluster.
   *
   * @param span empty when it never began
   * @param words how it ended, or why it stopped
   * @param deeds its effects
   */
  record StepStory(
      StepAt at, Heading heading, StepFate fate, Optional<Span> span, Words words, Deeds deeds) {}

  /** What a step is for, and where it stands in the playbook. */
  record Heading(String title, Optional<SourceRange> range) {}

  /** Why a step ended as it did. */
  record Words(String why, Optional<Trouble> trouble) {}

  /** The effects of a step, then what was taken back of them. */
  record Deeds(List<EffectStory> effects, List<EffectStory> undone) {
    Deeds {
      effects = List.copyOf(effects);
      undone = List.copyOf(undone);
    }
  }

  /**
   * One effect, or a part of an inverse.
   *
   * @param fate in a word
   * @param attempts how often it was tried
   * @param notes what is worth knowing: why an attempt failed, how a lost answer was settled, the
   *     result
   */
  record EffectStory(
      EffectRef ref,
      Effect effect,
      String fate,
      Optional<Span> span,
      int attempts,
      List<String> notes) {
    EffectStory {
      notes = List.copyOf(notes);
    }
  }

  /** What a moment is. */
  enum Kind {
    BEGUN("began"),
    RESUMED("resumed"),
    GATE("gate"),
    NO_RETURN("point of no return"),
    TROUBLE("trouble"),
    UNDO("undo"),
    SAVED("evidence"),
    ENDED("ended");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** Something that happened at one moment. */
  record Moment(Instant at, Kind kind, String text) {}

  /** A file that the run left on the operator's machine. */
  record Saved(String path, String sha256, long bytes) {}

  /**
   * Where to look further.
   *
   * @param folder plan and journal
   * @param fingerprint the plan's SHA-256, which the journal names; empty before the run began
   * @param events how many lines the journal has
   * @param saved files on the operator's machine
   */
  record Evidence(Path folder, Optional<String> fingerprint, int events, List<Saved> saved) {
    Evidence {
      saved = List.copyOf(saved);
    }
  }

  /** The number that a step has in every table and picture, the same on all hosts. */
  int number(StepAt at) {
    return 1 + steps.stream().map(step -> step.at().step()).distinct().toList().indexOf(at.step());
  }

  /** From the first event to the last; empty before the run began. */
  Optional<Span> whole() {
    return moments.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Span(
                moments.getFirst().at(),
                moments.getLast().at(),
                state.stage() == RunState.Stage.RUNNING
                    || state.stage() == RunState.Stage.UNDOING));
  }
}
