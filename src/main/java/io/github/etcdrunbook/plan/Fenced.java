package io.github.etcdrunbook.plan;

import io.github.etcdrunbook.playbook.Manner;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.NotYetKnown;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sight;

/** Hosts that may be dead: those that the input {@code fenced} names, and no other. */
public final class Fenced {
  private Fenced() {}

  /** Whether a step or group passes its host over: it may be dead, and it does not answer. */
  public static boolean skips(Manner manner, StepAt at, Scope scope, Reader reader) {
    if (manner.onUnreachable() != Manner.OnUnreachable.FENCED
        || at.host().isEmpty()
        || !scope.fenced().contains(at.host().get())) {
      return false;
    }
    try {
      return reader.host(at.host().get()) instanceof Sight.Unseen<HostReader>;
    } catch (NotYetKnown unknown) {
      return false;
    }
  }

  /** What is said of a host that was passed over. */
  public static String why(StepAt at) {
    return at.host().orElseThrow() + " is fenced and does not answer";
  }
}
