package io.github.etcdrunbook.etcd;

import java.time.Duration;
import java.util.Objects;

/**
 * Why a call to etcd gave no value. Immutable; tells whether a change may have happened all the
 * same.
 */
public sealed interface EtcdFailure {
  /** One sentence for a person. */
  String message();

  /**
   * Whether a call that changes something may have changed it: the answer was lost, or etcd
   * answered before the outcome was known.
   */
  boolean mayHaveTakenEffect();

  /** No connection, or none that both sides trust: the request did not reach etcd. */
  record Unreachable(String cause) implements EtcdFailure {
    /** Rejects null. */
    public Unreachable {
      Objects.requireNonNull(cause, "cause");
    }

    @Override
    public String message() {
      return cause;
    }

    @Override
    public boolean mayHaveTakenEffect() {
      return false;
    }
  }

  /** The connection broke under the call. */
  record ConnectionLost(String cause) implements EtcdFailure {
    /** Rejects null. */
    public ConnectionLost {
      Objects.requireNonNull(cause, "cause");
    }

    @Override
    public String message() {
      return "the connection was lost: " + cause;
    }

    @Override
    public boolean mayHaveTakenEffect() {
      return true;
    }
  }

  /** How far a call was when its time was up. */
  enum Phase {
    CONNECTING,
    WAITING_FOR_ANSWER
  }

  /** The call's own limit passed. */
  record TimedOut(Duration limit, Phase phase) implements EtcdFailure {
    /** Rejects null. */
    public TimedOut {
      Objects.requireNonNull(limit, "limit");
      Objects.requireNonNull(phase, "phase");
    }

    @Override
    public String message() {
      String what = phase == Phase.CONNECTING ? "no connection within " : "no answer within ";
      return what + limit.toMillis() + " ms";
    }

    @Override
    public boolean mayHaveTakenEffect() {
      return phase == Phase.WAITING_FOR_ANSWER;
    }
  }

  /** The member answers, but has no leader or no majority behind it. */
  record NoQuorum(String cause) implements EtcdFailure {
    /** Rejects null. */
    public NoQuorum {
      Objects.requireNonNull(cause, "cause");
    }

    @Override
    public String message() {
      return "no quorum: " + cause;
    }

    @Override
    public boolean mayHaveTakenEffect() {
      return true;
    }
  }

  /** etcd answered no, in words that it has a name for. */
  record Rejected(Rejection kind, String code, String text) implements EtcdFailure {
    /** Rejects null. */
    public Rejected {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(code, "code");
      Objects.requireNonNull(text, "text");
    }

    @Override
    public String message() {
      return text;
    }

    @Override
    public boolean mayHaveTakenEffect() {
      return kind.mayHaveTakenEffect();
    }
  }

  /** What etcd sent, or the file to write it to, is not what it should be. */
  record Damaged(String cause) implements EtcdFailure {
    /** Rejects null. */
    public Damaged {
      Objects.requireNonNull(cause, "cause");
    }

    @Override
    public String message() {
      return cause;
    }

    @Override
    public boolean mayHaveTakenEffect() {
      return false;
    }
  }

  /** The waiting thread was interrupted. */
  record Interrupted() implements EtcdFailure {
    @Override
    public String message() {
      return "interrupted while waiting for etcd";
    }

    @Override
    public boolean mayHaveTakenEffect() {
      return true;
    }
  }
}
