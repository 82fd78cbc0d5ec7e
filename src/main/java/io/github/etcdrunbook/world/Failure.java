package io.github.etcdrunbook.world;

import java.time.Duration;
import java.util.Objects;

/**
 * Why something did not work, as a value: what happened in words and what a person can do about it.
 * Adapters translate every exception of their library to one of these, in one place. Immutable.
 */
public sealed interface Failure {
  /** What happened, in one sentence without the host's name in front. */
  String what();

  /** What to do now, in one sentence. */
  String hint();

  /** The kind, which a {@link io.github.etcdrunbook.world.FailureKind} of a retry names. */
  FailureKind kind();

  /** The host or its port does not answer. */
  record Unreachable(String what) implements Failure {
    @Override
    public String hint() {
      return "check that the host is up and that this machine reaches it; a host that is gone for"
          + " good is named in the input `fenced`";
    }

    @Override
    public FailureKind kind() {
      return FailureKind.UNREACHABLE;
    }
  }

  /** The host answered and refused: its key, our key, sudo or forwarding. The hint is exact. */
  record Rejected(String what, String hint) implements Failure {
    @Override
    public FailureKind kind() {
      return FailureKind.REJECTED;
    }
  }

  /** A command ended with another status than 0. */
  record CommandFailed(String command, int exit, String tail) implements Failure {
    @Override
    public String what() {
      return "`"
          + command
          + "` ended with status "
          + exit
          + (tail.isBlank() ? "" : ": " + tail.strip());
    }

    @Override
    public String hint() {
      return "read the command's last lines above";
    }

    @Override
    public FailureKind kind() {
      return FailureKind.COMMAND_FAILED;
    }
  }

  /** A deadline passed; what happened meanwhile is not known. */
  record TimedOut(String awaited, Duration after) implements Failure {
    @Override
    public String what() {
      return awaited + " did not come about within " + after.toMillis() / 1000.0 + " s";
    }

    @Override
    public String hint() {
      return "look at the host named above; resume when the cause is gone";
    }

    @Override
    public FailureKind kind() {
      return FailureKind.TIMED_OUT;
    }
  }

  /** etcd answered with an error. The kind tells the errors that a retry may name. */
  record EtcdRejected(FailureKind kind, String what) implements Failure {
    @Override
    public String hint() {
      return switch (kind) {
        case UNHEALTHY_CLUSTER ->
            "etcd wants every started member connected; bring them back or remove the dead one"
                + " first";
        case NO_LEADER -> "the cluster has no quorum: bring members back, or restore-from-snapshot";
        case NO_SPACE -> "compact, defragment every member, then disarm the alarm";
        default -> "see etcd's message above";
      };
    }
  }

  /** The disk is full. */
  record NoSpace(String what) implements Failure {
    @Override
    public String hint() {
      return "free space on that file system, then resume";
    }

    @Override
    public FailureKind kind() {
      return FailureKind.DISK_FULL;
    }
  }

  /**
   * The world is not as the effect needs it: a target exists, a digest differs. Nothing was done.
   */
  record Unsuitable(String what, String hint) implements Failure {
    @Override
    public FailureKind kind() {
      return FailureKind.UNSUITABLE;
    }
  }

  /** The engine's own rule stopped the effect before it began. */
  record InterlockBroken(String what, String hint) implements Failure {
    /** Rejects null. */
    public InterlockBroken {
      Objects.requireNonNull(what, "what");
      Objects.requireNonNull(hint, "hint");
    }

    @Override
    public FailureKind kind() {
      return FailureKind.INTERLOCK;
    }
  }
}
