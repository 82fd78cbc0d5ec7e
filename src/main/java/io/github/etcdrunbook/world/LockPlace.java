package io.github.etcdrunbook.world;

import java.util.Objects;
import java.util.Optional;

/**
 * A place where a lock can lie: the operator's machine or a host. Taking is atomic there: of two
 * that try at the same moment one gets it. A lock is never taken away because of its age. Taking
 * and releasing are harmless to repeat.
 */
public interface LockPlace {
  /** Its name in messages. */
  String name();

  /** Takes the lock, or takes it again. */
  Taking take(LockOwner owner, Reentry reentry);

  /** Who holds the lock, if anybody. */
  Sight<Optional<LockOwner>> look();

  /** Gives the lock back if a process with this token holds it; the failure if it cannot. */
  Optional<Failure> giveBack(LockOwner owner);

  /** Takes the lock from a run, whatever process holds it; whether it was held by that run. */
  Sight<Boolean> release(RunId run, String note);

  /** Which processes of the same run the lock may be taken from. */
  enum Reentry {
    /** Those of the same state folder: the journal's own lock says that they are gone. */
    SAME_MACHINE,
    /** Any: a person has said that the other machine is gone. */
    ANY_MACHINE
  }

  /** What came of taking. */
  sealed interface Taking {
    /** It is held now. */
    record Taken() implements Taking {}

    /** The same run held it already; now this process does. */
    record Reentered(LockOwner before) implements Taking {
      /** Rejects null. */
      public Reentered {
        Objects.requireNonNull(before, "before");
      }
    }

    /** Somebody else holds it. */
    record Held(LockOwner by) implements Taking {
      /** Rejects null. */
      public Held {
        Objects.requireNonNull(by, "by");
      }
    }

    /** It could not be taken; whether it was is not known when the place was lost on the way. */
    record Failed(Failure failure) implements Taking {
      /** Rejects null. */
      public Failed {
        Objects.requireNonNull(failure, "failure");
      }
    }
  }
}
