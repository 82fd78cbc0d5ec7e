package io.github.etcdrunbook.report;

import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.run.Recorded;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.run.Watcher;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.EffectText;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;

/**
 * Shows a run on a terminal: lasting lines scroll up, below them one line per step and host that is
 * at work, with elapsed time and what it waits for, drawn anew in place. Thread-safe; {@link #tick}
 * keeps the times moving.
 */
public final class LiveDisplay implements Watcher {
  private static final String UP_AND_CLEAR = "\u001b[1A\u001b[2K";
  private static final String START_AND_CLEAR = "\r\u001b[2K";
  private static final String SPIN = "|/-\\";

  private final PrintStream out;
  private final InstantSource clock;
  private final Style style;
  private final IntSupplier columns;
  private final WhatIsNext next;
  private final RunLines lines;
  private final Map<StepAt, StepRow> rows = new LinkedHashMap<>();
  private final Map<EffectRef, String> effects = new HashMap<>();
  private final List<Integer> drawn = new ArrayList<>();
  private Optional<Instant> began = Optional.empty();
  private int turn;
  private boolean quiet;
  private boolean undoing;

  /** The plan that is run, and how many columns the terminal has at the moment. */
  public record Frame(Plan plan, IntSupplier columns) {}

  /** Writes to a terminal. */
  public LiveDisplay(PrintStream out, InstantSource clock, Style style, Frame frame) {
    this.out = out;
    this.clock = clock;
    this.style = style;
    this.columns = frame.columns();
    this.next = new WhatIsNext(frame.plan());
    this.lines = new RunLines(style);
  }

  @Override
  public synchronized void recorded(Recorded recorded) {
    began = began.or(() -> Optional.of(recorded.at()));
    next.follow(recorded.event());
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
      case RunEvent.UndoStarted ignored -> {
        rows.clear();
        undoing = true;
      }
      case RunEvent.UndoIntended ignored -> {}
      case RunEvent.UndoDone undone -> rows.remove(StepAt.of(undone.effect()));
      case RunEvent.UndoNotDone not -> rows.remove(StepAt.of(not.effect()));
      case RunEvent.UndoReached ignored -> rows.clear();
      case RunEvent.UndoFinished ignored -> rows.clear();
    }
  }

  private void row(StepAt at, String doing, Instant now) {
    rows.merge(
        at, new StepRow(at, now, doing, Optional.empty()), (known, fresh) -> known.doing(doing));
  }

  @Override
  public synchronized void looking(StepAt at) {
    lines.began(at, clock.instant());
    next.began(at);
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

  /** An earlier session of the run has come so far. */
  public synchronized void behind(RunState state) {
    next.behind(state);
    undoing = state.stage() == RunState.Stage.UNDOING;
  }

  /** Draws the elapsed times anew. */
  public synchronized void tick() {
    turn++;
    redraw();
  }

  /** Writes a lasting line. */
  public synchronized void say(String line) {
    erase();
    out.println(line);
    draw();
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
    // A line that is wider than the terminal has become was folded there.
    int width = Math.max(1, columns.getAsInt());
    int high = drawn.stream().mapToInt(length -> Math.max(1, Math.ceilDiv(length, width))).sum();
    // What a person types while nobody asks stands where the cursor is.
    out.print(high == 0 ? "" : START_AND_CLEAR + UP_AND_CLEAR.repeat(high));
    drawn.clear();
  }

  private void draw() {
    if (quiet) {
      return;
    }
    Instant now = clock.instant();
    List<StepRow> shown = List.copyOf(rows.values());
    for (StepRow row : shown) {
      line(text(row, now), UnaryOperator.identity());
    }
    if (!shown.isEmpty()) {
      String took = began.map(from -> Style.elapsed(Duration.between(from, now))).orElse("");
      String footer = "      " + took + " since the start";
      line(undoing ? footer : footer + ", " + next.text(), style::faint);
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

  /** A line that folded would be erased only in part: it is cut instead. */
  private void line(String text, UnaryOperator<String> look) {
    int width = Math.max(20, columns.getAsInt());
    String shown = text.length() < width ? text : text.substring(0, width - 2) + "~";
    out.println(look.apply(shown));
    drawn.add(shown.length());
  }
}
