package io.github.etcdrunbook.cli;

import sun.misc.Signal;

/**
 * Ctrl-C and its kin. The first asks the run to stop after the running steps; the second ends the
 * process at once, which is always safe: the journal is on the disk, commands on hosts go on and
 * are found again by resume.
 */
final class Signals {
  private Signals() {}

  static void install(Thread onFirst, Console console) {
    Signal.handle(
        new Signal("INT"),
        signal -> {
          if (onFirst.getState() == Thread.State.NEW) {
            console
                .err()
                .println(
                    "\nStopping after the running step. Once more: leave at once; resume later.");
            onFirst.start();
          } else {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
          }
        });
  }
}
