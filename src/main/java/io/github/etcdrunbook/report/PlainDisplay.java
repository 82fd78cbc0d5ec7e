package io.github.etcdrunbook.report;

import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.run.Recorded;
import io.github.etcdrunbook.run.Watcher;
import io.github.etcdrunbook.world.EffectRef;
import java.io.PrintStream;
import java.time.InstantSource;

/** Shows a run without a terminal: plain lines, each written once. Thread-safe. */
public final class PlainDisplay implements Watcher {
  private final PrintStream out;
  private final InstantSource clock;
  private final RunLines lines;

  /** Writes to the stream. */
  public PlainDisplay(PrintStream out, InstantSource clock, Style style) {
    this.out = out;
    this.clock = clock;
    this.lines = new RunLines(style);
  }

  @Override
  public synchronized void recorded(Recorded event) {
    lines.of(event).forEach(out::println);
    out.flush();
  }

  @Override
  public synchronized void looking(StepAt at) {
    lines.began(at, clock.instant());
  }

  @Override
  public void waiting(EffectRef effect, String what) {}

  @Override
  public void transferred(EffectRef effect, long done, long total) {}
}
