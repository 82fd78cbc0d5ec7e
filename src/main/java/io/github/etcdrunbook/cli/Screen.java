package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.report.LiveDisplay;
import io.github.etcdrunbook.report.PlainDisplay;
import io.github.etcdrunbook.report.Style;
import io.github.etcdrunbook.run.Recorded;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.run.Watcher;
import io.github.etcdrunbook.world.EffectRef;
import java.time.Duration;
import java.util.function.Consumer;

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

  private final Consumer<RunState> behind;
  private final Consumer<String> say;

  private Screen(Watcher watcher, Said said, Runnable hush, Runnable goOn, Runnable close) {
    this.behind = said.behind();
    this.say = said.say();
    this.watcher = watcher;
    this.hush = hush;
    this.goOn = goOn;
    this.close = close;
  }

  /** What a screen can be told besides events. */
  private record Said(Consumer<RunState> behind, Consumer<String> say) {}

  static Screen open(RunDesk desk, Plan plan, OutputFormat format) {
    Console console = desk.console();
    Style style = new Style(console.colours());
    if (format != OutputFormat.TEXT) {
      return still(new JsonLines(desk), console);
    }
    if (!console.terminal().err()) {
      return still(new PlainDisplay(console.err(), desk.clock(), style), console);
    }
    LiveDisplay display =
        new LiveDisplay(
            console.err(),
            desk.clock(),
            style,
            new LiveDisplay.Frame(plan, new TerminalWidth(console.terminal().columns())));
    Thread ticking = Thread.ofVirtual().start(() -> tick(display));
    return new Screen(
        display,
        new Said(display::behind, display::say),
        display::hush,
        display::goOn,
        () -> {
          ticking.interrupt();
          display.close();
        });
  }

  private static Screen still(Watcher watcher, Console console) {
    return new Screen(
        watcher, new Said(state -> {}, console.err()::println), () -> {}, () -> {}, () -> {});
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

  /** Writes a line for the person at the terminal. */
  void say(String line) {
    say.accept(line);
  }

  /** An earlier session of the run has come so far. */
  void behind(RunState state) {
    behind.accept(state);
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
