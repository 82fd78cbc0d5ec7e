package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.run.Brake;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Ctrl-C and its kin while a run goes on. The first asks it to pause after the running steps; the
 * second breaks off what runs on the hosts and leaves it in doubt; the third ends the process at
 * once. All are safe: the journal is on the disk, and resume finds out what happened. SIGTERM
 * counts like Ctrl-C; a closed terminal is never more than the first.
 */
final class Signals {
  private static final String INTERRUPT = "INT";
  private static final String TERMINATE = "TERM";
  private static final String HANG_UP = "HUP";

  private Signals() {}

  /** From now on signals press the brake instead of ending the process. */
  static void brake(Brake brake, Consumer<String> say) {
    AtomicInteger count = new AtomicInteger();
    Consumer<String> pressed =
        name -> {
          if (!name.equals(HANG_UP) || count.get() == 0) {
            press(count.incrementAndGet(), brake, say);
          }
        };
    try {
      for (String name : List.of(INTERRUPT, TERMINATE, HANG_UP)) {
        handle(name, pressed);
      }
    } catch (ReflectiveOperationException withoutSignals) {
      say.accept("note: Ctrl-C ends this process at once; resume goes on later.");
    }
  }

  private static void press(int count, Brake brake, Consumer<String> say) {
    if (count > 2) {
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
    }
    // First of all: a terminal that is gone may not take the words.
    brake.press();
    say.accept(
        count == 1
            ? "Pausing after the running steps. Once more: break off what runs now."
            : "Breaking off what runs on the hosts. Once more: leave at once.");
  }

  /** From now on the action runs when the terminal was given another size. */
  static void onResize(Runnable action) {
    try {
      handle("WINCH", name -> action.run());
    } catch (ReflectiveOperationException withoutSignals) {
      // The width stays as it was at the start.
    }
  }

  /**
   * This process waits for another that does its work, and the other's end is this one's. Ctrl-C
   * reaches both and SIGTERM is passed on. That a terminal has closed, the kernel may tell to the
   * first process of a session alone, which may be this one: it is passed on, too; told twice it
   * counts once.
   */
  static void passOn(Process process) {
    try {
      handle(INTERRUPT, name -> {});
      handle(HANG_UP, name -> hangUp(process));
      handle(TERMINATE, name -> process.destroy());
    } catch (ReflectiveOperationException withoutSignals) {
      // The other process still gets its own signals from the terminal.
    }
  }

  private static void hangUp(Process process) {
    try {
      new ProcessBuilder("kill", "-" + HANG_UP, Long.toString(process.pid())).start();
    } catch (IOException withoutKill) {
      // It goes on to its end, as if nobody had looked.
    }
  }

  private static void handle(String name, Consumer<String> handling)
      throws ReflectiveOperationException {
    // The compiler warns of sun.misc by name and cannot be told not to; there is no other way.
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object ours =
        Proxy.newProxyInstance(
            Signals.class.getClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, arguments) -> {
              if (method.getName().equals("handle")) {
                handling.accept(name);
              }
              return null;
            });
    Object one = signal.getConstructor(String.class).newInstance(name);
    signal.getMethod("handle", signal, handler).invoke(null, one, ours);
  }
}
