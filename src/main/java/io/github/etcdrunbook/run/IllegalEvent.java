package io.github.etcdrunbook.run;

/** An event that cannot follow the state it met: a damaged journal or our bug. */
public final class IllegalEvent extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  IllegalEvent(Object state, RunEvent event) {
    super("in state " + state + " there is no " + event);
  }
}
