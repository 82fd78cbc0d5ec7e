package io.github.etcdrunbook.cli;

import java.lang.reflect.Proxy;

/**
 * Ctrl-C. The first asks the run to stop after the running steps; the second ends the process at
 * once, which is always safe: the journal is on the disk, commands on hosts go on and are found
 * again by resume.
 */
final class Signals {
  private Signals() {}

  /** From now on the first Ctrl-C starts the thread instead of ending the process. */
  static void install(Thread onFirst, Console console) {
    try {
      // The compiler warns of sun.misc by name and cannot be told not to; there is no other way.
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  interrupted(onFirst, console);
                }
                return null;
              });
      Object interrupt = signal.getConstructor(String.class).newInstance("INT");
      signal.getMethod("handle", signal, handler).invoke(null, interrupt, ours);
    } catch (ReflectiveOperationException withoutSignals) {
      console.err().println("note: Ctrl-C ends this process at once; resume goes on later.");
    }
  }

  private static synchronized void interrupted(Thread onFirst, Console console) {
    if (onFirst.getState() != Thread.State.NEW) {
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
    }
    console
        .err()
        .println("\nStopping after the running step. Once more: leave at once; resume later.");
    onFirst.start();
  }
}
