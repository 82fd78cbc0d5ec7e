package io.github.etcdrunbook.playbook;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a step or group runs. Immutable.
 *
 * @param confirm a gate before it
 * @param quorum whether it may take a voter down without quorum
 * @param pointOfNoReturn from its first effect on there is no way back, by declaration
 * @param timeout how long it may take on one host; the acts' own limits hold besides
 * @param patience how long its requirements and refusals are looked at again
 * @param rollout how it goes over hosts
 * @param onUnreachable what happens when a host cannot be reached
 */
public record Manner(
    Optional<Gate> confirm,
    Quorum quorum,
    boolean pointOfNoReturn,
    Optional<Duration> timeout,
    Optional<Patience> patience,
    Rollout rollout,
    OnUnreachable onUnreachable) {
  /** Rejects null. */
  public Manner {
    Objects.requireNonNull(confirm, "confirm");
    Objects.requireNonNull(quorum, "quorum");
    Objects.requireNonNull(timeout, "timeout");
    Objects.requireNonNull(patience, "patience");
    Objects.requireNonNull(rollout, "rollout");
    Objects.requireNonNull(onUnreachable, "onUnreachable");
  }

  /** No gate, quorum kept, no limit, all hosts at once. */
  public static Manner plain() {
    return new Manner(
        Optional.empty(),
        new Quorum.Kept(),
        false,
        Optional.empty(),
        Optional.empty(),
        Rollout.together(),
        OnUnreachable.FAIL);
  }

  /** What of a group's manner concerns a single host: all but the gate, which is asked once. */
  public Manner inner() {
    return new Manner(
        Optional.empty(), quorum, pointOfNoReturn, timeout, patience, rollout, onUnreachable);
  }

  /** This manner in a group; only a step that acts is a point of no return with its group. */
  Manner under(Manner group, boolean acts) {
    return new Manner(
        confirm,
        group.quorum instanceof Quorum.GivenUp ? group.quorum : quorum,
        pointOfNoReturn || (acts && group.pointOfNoReturn),
        timeout,
        patience,
        rollout,
        group.onUnreachable == OnUnreachable.FENCED ? group.onUnreachable : onUnreachable);
  }

  /**
   * A person must confirm.
   *
   * @param question what is asked
   * @param phrase what must be typed, such as the cluster's name; without one, yes is enough
   */
  public record Gate(Template question, Optional<Template> phrase) {
    /** Rejects null. */
    public Gate {
      Objects.requireNonNull(question, "question");
      Objects.requireNonNull(phrase, "phrase");
    }
  }

  /** Whether a cluster that serves must go on serving. */
  public sealed interface Quorum {
    /** It must: the interlock holds. */
    record Kept() implements Quorum {}

    /** It need not, for the reason given. */
    record GivenUp(String because) implements Quorum {
      /** Rejects null. */
      public GivenUp {
        Objects.requireNonNull(because, "because");
      }
    }
  }

  /** Looks again, every so often, within a time. Changes nothing meanwhile. */
  public record Patience(Duration every, Duration within) {
    /** Rejects null. */
    public Patience {
      Objects.requireNonNull(every, "every");
      Objects.requireNonNull(within, "within");
    }
  }

  /** What happens when a host cannot be reached. */
  public enum OnUnreachable {
    /** The step fails. */
    FAIL,
    /** Hosts that the input {@code fenced} names may be dead; others fail. */
    FENCED
  }
}
