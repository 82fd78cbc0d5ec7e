package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.world.Progress;
import java.io.PrintStream;

/** Shows progress as a line on a terminal that is written anew at every percent. */
final class ProgressLine implements Progress {
  private final PrintStream terminal;
  private final String what;
  private long shown = -1;

  ProgressLine(PrintStream terminal, String what) {
    this.terminal = terminal;
    this.what = what;
  }

  @Override
  public synchronized void at(long done, long total) {
    long percent = total == 0 ? 100 : done * 100 / total;
    if (percent != shown) {
      shown = percent;
      terminal.print("\r" + what + ": " + percent + " %");
      if (percent == 100) {
        terminal.print("\r" + " ".repeat(what.length() + 8) + "\r");
      }
      terminal.flush();
    }
  }
}
