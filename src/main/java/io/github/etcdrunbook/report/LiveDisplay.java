package io.github.etcdrunbook.report;

import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.run.Recorded;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.run.Watcher;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.EffectText;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows a run on a terminal: lasting lines scroll up, below them one line per step and host that is
 * at work, with elapsed time and what it waits for, drawn anew in place. Thread-safe; {@link #tick}
 * keeps the times moving.
 */
public final class LiveDisplay implements Watcher {
  private static final String UP_AND_CLEAR = "\u001b[1A\u001b[2K";
  private static final String SPIN = "|/-\\";

  private final PrintStream out;
  private final InstantSource clock;
  private final Style style;
  private final int columns;
  private final RunLines lines;
  private final Map<StepAt, StepRow> rows = new LinkedHashMap<>();
  private final Map<EffectRef, String> effects = new HashMap<>();
  private int drawn;
  private int turn;
  private boolean quiet;

  /** Writes to a terminal that is so many columns wide. */
  public LiveDisplay(PrintStream out, InstantSource clock, Style style, int columns) {
    this.out = out;
    this.clock = clock;
    this.style = style;
    this.columns = Math.max(40, columns);
    this.lines = new RunLines(style);
  }

  @Override
  public synchronized void recorded(Recorded recorded) {
    follow(recorded.event(), recorded.at());
    erase();
    lines.of(recorded).forEach(out::println);
    draw();
  }

  private void follow(RunEvent event, Instant at) {
    switch (event) {
      case RunEvent.StepStarted started -> {
        for (int index = 0; index < started.acts().size(); index++) {
          Effect effect = started.acts().get(index).effect();
          effects.put(started.at().effect(index), EffectText.of(effect));
        }
        row(started.at(), started.summary(), at);
      }
      case RunEvent.EffectIntended intended ->
          row(
              StepAt.of(intended.effect()),
              effects.getOrDefault(intended.effect(), intended.effect().toString()),
              at);
      case RunEvent.StepFinished finished -> rows.remove(finished.at());
      case RunEvent.StepSkipped skipped -> rows.remove(skipped.at());
      case RunEvent.StepFailed failed -> rows.remove(failed.at());
      case RunEvent.RunFinished ignored -> rows.clear();
      case RunEvent.RunStarted ignored -> {}
      case RunEvent.RunResumed ignored -> {}
      case RunEvent.BlockExpanded ignored -> {}
      case RunEvent.EffectDone ignored -> {}
      case RunEvent.EffectNotDone ignored -> {}
      case RunEvent.EffectInDoubt ignored -> {}
      case RunEvent.EffectResolved ignored -> {}
      case RunEvent.GateAnswered ignored -> {}
      case RunEvent.DeferredAnswered ignored -> {}
      case RunEvent.NoReturnPassed ignored -> {}
      case RunEvent.UndoStarted ignored -> rows.clear();
      case RunEvent.UndoIntended ignored -> {}
      case RunEvent.UndoDone ignored -> {}
      case RunEvent.UndoNotDone ignored -> {}
      case RunEvent.UndoFinished ignored -> {}
    }
  }

  private void row(StepAt at, String doing, Instant now) {
    rows.merge(
        at, new StepRow(at, now, doing, Optional.empty()), (known, fresh) -> known.doing(doing));
  }

  @Override
  public synchronized void looking(StepAt at) {
    lines.began(at, clock.instant());
    row(at, "looking", clock.instant());
    redraw();
  }

  @Override
  public synchronized void waiting(EffectRef effect, String what) {
    row(StepAt.of(effect), "waiting: " + what, clock.instant());
    redraw();
  }

  @Override
  public synchronized void transferred(EffectRef effect, long done, long total) {
    rows.computeIfPresent(StepAt.of(effect), (at, row) -> row.transferred(done, total));
  }

  /** Draws the elapsed times anew. */
  public synchronized void tick() {
    turn++;
    redraw();
  }

  /** Takes the moving lines away while a person is asked. */
  public synchronized void hush() {
    erase();
    out.flush();
    quiet = true;
  }

  /** Goes on after {@link #hush}. */
  public synchronized void goOn() {
    quiet = false;
    draw();
  }

  /** Takes the moving lines away for good. */
  public synchronized void close() {
    erase();
    rows.clear();
    out.flush();
    quiet = true;
  }

  private void redraw() {
    erase();
    draw();
  }

  private void erase() {
    out.print(UP_AND_CLEAR.repeat(drawn));
    drawn = 0;
  }

  private void draw() {
    if (quiet) {
      return;
    }
    Instant now = clock.instant();
    List<StepRow> shown = List.copyOf(rows.values());
    for (StepRow row : shown) {
      out.println(cut(text(row, now)));
      drawn++;
    }
    out.flush();
  }

  private String text(StepRow row, Instant now) {
    String took = Style.elapsed(row.elapsed(now));
    return SPIN.charAt(turn % SPIN.length())
        + "     "
        + PlanText.padded(row.at().step().text(), 18)
        + " "
        + PlanText.padded(row.at().host().map(Object::toString).orElse(""), 8)
        + " "
        + " ".repeat(Math.max(0, 8 - took.length()))
        + took
        + "  "
        + row.transfer().map(StepRow.Transfer::text).orElse(Style.harmless(row.doing()));
  }

  /** A line that wrapped would be erased only in part. */
  private String cut(String text) {
    return text.length() < columns ? text : style.faint(text.substring(0, columns - 2) + "~");
  }
}
