package io.github.etcdrunbook.rehearsal;

import io.github.etcdrunbook.plan.PlanFinding;
import io.github.etcdrunbook.run.RunEnd;
import java.util.List;
import java.util.Objects;

/** What came of a rehearsal. Immutable. */
public sealed interface Verdict {
  /** It could not be planned. */
  record Unplanned(List<PlanFinding> findings) implements Verdict {
    /** Copies the findings. */
    public Unplanned {
      findings = List.copyOf(findings);
    }
  }

  /** Undisturbed, it did not end well. */
  record Failed(RunEnd end) implements Verdict {
    /** Rejects null. */
    public Failed {
      Objects.requireNonNull(end, "end");
    }
  }

  /**
   * It was killed everywhere.
   *
   * @param events events of the journal of an undisturbed run
   * @param resumed what came of resuming it
   * @param undone what came of taking it back
   */
  record Tried(int events, Tally resumed, Tally undone) implements Verdict {
    /** Rejects null. */
    public Tried {
      Objects.requireNonNull(resumed, "resumed");
      Objects.requireNonNull(undone, "undone");
    }

    /** Whether it survived everywhere. */
    public boolean isGood() {
      return resumed.broken().isEmpty() && undone.broken().isEmpty();
    }
  }

  /**
   * Points that were tried.
   *
   * @param survived how many went well
   * @param refused how many were refused in order: the point of no return, or an act without undo
   * @param broken the rest
   */
  record Tally(int survived, int refused, List<Broken> broken) {
    /** Copies the list. */
    public Tally {
      broken = List.copyOf(broken);
    }

    /** How many points were tried. */
    public int tried() {
      return survived + refused + broken.size();
    }
  }

  /** A point that was not survived: the event at which it died, and what was wrong afterwards. */
  record Broken(int event, String place, String what) {
    /** Rejects null. */
    public Broken {
      Objects.requireNonNull(place, "place");
      Objects.requireNonNull(what, "what");
    }
  }
}
