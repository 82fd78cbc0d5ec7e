package io.github.etcdrunbook.run;

import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.Failure;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Why a step stopped before its end. Immutable. */
public sealed interface Trouble {
  /** What happened, in one sentence. */
  String what();

  /** What to do now, in one sentence. */
  String hint();

  /** The world, a host or an effect failed. */
  record Broke(Failure failure) implements Trouble {
    /** Rejects null. */
    public Broke {
      Objects.requireNonNull(failure, "failure");
    }

    @Override
    public String what() {
      return failure.what();
    }

    @Override
    public String hint() {
      return failure.hint();
    }
  }

  /** A requirement or the action itself refused: it would hurt. */
  record Refused(String what, String hint) implements Trouble {}

  /** The step would do what the plan does not have. */
  record Moved(String what) implements Trouble {
    @Override
    public String hint() {
      return "plan again, and look at what changed";
    }
  }

  /** After its effects the step still was not satisfied, or what it expects does not hold. */
  record Unmet(String what) implements Trouble {
    @Override
    public String hint() {
      return "look at the host, then resume or undo";
    }
  }

  /** Nothing tells whether an effect happened. */
  record Doubt(EffectRef effect, String what) implements Trouble {
    /** Rejects null. */
    public Doubt {
      Objects.requireNonNull(effect, "effect");
    }

    @Override
    public String hint() {
      return "find out whether it happened, then resolve it";
    }
  }

  /** A person said no, or nobody could be asked. */
  record Unanswered(String what) implements Trouble {
    @Override
    public String hint() {
      return "run it from a terminal, or answer beforehand with --confirm STEP=PHRASE";
    }
  }

  /** An expression could not be computed at the run. */
  record Wrong(String what) implements Trouble {
    /** For what was found in expressions. */
    static Wrong of(List<Diagnostic> diagnostics) {
      return new Wrong(
          diagnostics.stream().map(Diagnostic::message).collect(Collectors.joining("; ")));
    }

    @Override
    public String hint() {
      return "correct the playbook and plan again";
    }
  }

  /** The maintenance window has ended, or leaves too little time. */
  record Late(String what) implements Trouble {
    @Override
    public String hint() {
      return "resume in another window: etcd-runbook resume --not-after TIME --approver NAME";
    }
  }

  /** The operator asked to stop, or another host failed. */
  record Halted(String what) implements Trouble {
    @Override
    public String hint() {
      return "nothing is wrong with it: resume goes on from here";
    }
  }
}
