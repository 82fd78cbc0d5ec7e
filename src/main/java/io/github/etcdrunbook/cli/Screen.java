package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.report.LiveDisplay;
import io.github.etcdrunbook.report.PlainDisplay;
import io.github.etcdrunbook.report.Style;
import io.github.etcdrunbook.run.Recorded;
import io.github.etcdrunbook.run.Watcher;
import io.github.etcdrunbook.world.EffectRef;
import java.time.Duration;

/**
 * What shows a run: a moving table on a terminal, plain lines elsewhere, the journal's events as
 * JSON lines when asked. Closing it stops the clock that keeps the table moving.
 */
final class Screen implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(250);

  private final Watcher watcher;
  private final Runnable hush;
  private final Runnable goOn;
  private final Runnable close;

  private Screen(Watcher watcher, Runnable hush, Runnable goOn, Runnable close) {
    this.watcher = watcher;
    this.hush = hush;
    this.goOn = goOn;
    this.close = close;
  }

  static Screen open(RunDesk desk, OutputFormat format) {
    Console console = desk.console();
    Style style = new Style(console.colours());
    if (format != OutputFormat.TEXT) {
      return still(new JsonLines(desk));
    }
    if (!console.terminal().err()) {
      return still(new PlainDisplay(console.err(), desk.clock(), style));
    }
    LiveDisplay display =
        new LiveDisplay(console.err(), desk.clock(), style, console.terminal().columns());
    Thread ticking = Thread.ofVirtual().start(() -> tick(display));
    return new Screen(
        display,
        display::hush,
        display::goOn,
        () -> {
          ticking.interrupt();
          display.close();
        });
  }

  private static Screen still(Watcher watcher) {
    return new Screen(watcher, () -> {}, () -> {}, () -> {});
  }

  private static void tick(LiveDisplay display) {
    try {
      while (true) {
        Thread.sleep(TICK);
        display.tick();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  Watcher watcher() {
    return watcher;
  }

  void hush() {
    hush.run();
  }

  void goOn() {
    goOn.run();
  }

  @Override
  public void close() {
    close.run();
  }

  /** The journal's events, one JSON value a line. */
  private static final class JsonLines implements Watcher {
    private final RunDesk desk;

    JsonLines(RunDesk desk) {
      this.desk = desk;
    }

    @Override
    public synchronized void recorded(Recorded event) {
      desk.console().out().println(desk.codec().write(event, Recorded.class));
    }

    @Override
    public void looking(StepAt at) {}

    @Override
    public void waiting(EffectRef effect, String what) {}

    @Override
    public void transferred(EffectRef effect, long done, long total) {}
  }
}
