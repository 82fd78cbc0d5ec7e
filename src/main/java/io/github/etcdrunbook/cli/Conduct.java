package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.cli.world.RealWorld;
import io.github.etcdrunbook.journal.DiskFile;
import io.github.etcdrunbook.journal.FileJournal;
import io.github.etcdrunbook.journal.Replay;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Window;
import io.github.etcdrunbook.report.EndText;
import io.github.etcdrunbook.report.Style;
import io.github.etcdrunbook.report.UndoEndText;
import io.github.etcdrunbook.run.Brake;
import io.github.etcdrunbook.run.Journal;
import io.github.etcdrunbook.run.Ledger;
import io.github.etcdrunbook.run.Means;
import io.github.etcdrunbook.run.Pace;
import io.github.etcdrunbook.run.Pauses;
import io.github.etcdrunbook.run.Recorded;
import io.github.etcdrunbook.run.RunEnd;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.run.Runner;
import io.github.etcdrunbook.run.Timing;
import io.github.etcdrunbook.run.UndoReach;
import io.github.etcdrunbook.run.Undoer;
import io.github.etcdrunbook.run.WindowPauses;
import io.github.etcdrunbook.world.LockPlace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Conducts a run or its undo on the real world: opens the journal, puts display and gates in place,
 * lets the runner work, and says how it ended.
 */
final class Conduct {
  private final RunDesk desk;
  private final Prepared prepared;
  private final Plan plan;
  private final Map<String, String> confirmed;
  private final OutputFormat format;
  private final Brake brake = new Brake();
  private final Optional<Window> window;

  Conduct(
      RunDesk desk,
      Prepared prepared,
      Plan plan,
      Map<String, String> confirmed,
      OutputFormat format) {
    this(desk, prepared, plan, new Terms(confirmed, format, Optional.empty()));
  }

  /** Runs on these terms; another window than the plan's is for a run that goes on. */
  Conduct(RunDesk desk, Prepared prepared, Plan plan, Terms terms) {
    this.desk = desk;
    this.prepared = prepared;
    this.plan = plan;
    this.confirmed = Map.copyOf(terms.confirmed());
    this.format = terms.format();
    this.window = terms.window();
  }

  /** Gates that are answered beforehand, the form of the display, and another window. */
  record Terms(Map<String, String> confirmed, OutputFormat format, Optional<Window> window) {}

  /** Runs the plan from its beginning. */
  ExitCode run(LockPlace.Reentry reentry) throws Stop {
    return perform(
        (locks, before) -> {
          Resumable.demandNew(plan.id(), before);
          locks.take(before, reentry);
        });
  }

  private ExitCode perform(Locking locking) throws Stop {
    new Beforehand(prepared.playbook(), desk.scope(prepared, plan)).demandSound(confirmed);
    return with(
        locking,
        means -> {
          Runner runner = new Runner(plan, prepared.playbook(), desk.scope(prepared, plan), means);
          RunEnd end = runner.run(desk.fingerprint(plan), desk.operator(), window);
          Path folder = desk.folders().folder(plan.id());
          EndText.of(end, plan.id(), folder, style()).forEach(desk.console().err()::println);
          return RunExit.of(end);
        });
  }

  /** Goes on with a run that has begun and is neither over nor being taken back. */
  ExitCode resume(LockPlace.Reentry reentry) throws Stop {
    return perform(
        (locks, before) -> {
          Resumable.demand(plan.id(), before, desk.folders().plan(plan.id()));
          locks.take(before, reentry);
        });
  }

  /** Takes the run back, so far. */
  ExitCode undo(LockPlace.Reentry reentry, UndoReach reach) throws Stop {
    return with(
        (locks, before) -> {
          if (before.changed()) {
            locks.take(before, reentry);
          } else {
            locks.takeIfFree(reentry);
          }
        },
        means -> {
          try {
            Undoer.End end = new Undoer(plan, means).undo(desk.operator(), reach);
            UndoEndText.of(end, plan.id(), means.ledger().state())
                .forEach(desk.console().err()::println);
            return RunExit.of(end);
          } catch (Journal.Lost lost) {
            UndoEndText.lost(plan.id()).forEach(desk.console().err()::println);
            return ExitCode.UNDO_INCOMPLETE;
          }
        });
  }

  private interface Locking {
    void take(LockKeeping locks, RunState before) throws Stop;
  }

  private interface Work {
    ExitCode with(Means means) throws Stop;
  }

  private ExitCode with(Locking locking, Work work) throws Stop {
    desk.folders().make(plan.id());
    Path path = desk.folders().journal(plan.id());
    try (DiskFile file = DiskFile.open(path);
        RealWorld world = desk.world(prepared.inventory());
        CopyKeeping copies = new CopyKeeping(desk, world);
        Screen screen = Screen.open(desk, plan, format)) {
      byte[] bytes = file.read();
      Replay.Sound before = sound(Replay.of(bytes, desk.codec()), path);
      if (before.state().opening().isPresent()) {
        desk.demandUntouched(plan.id(), before.state().opening().get().plan());
      }
      FileJournal journal =
          FileJournal.after(
              before,
              desk.written(file),
              desk.codec(),
              new FileJournal.Witnesses(desk.clock(), copies::recorded));
      Journal told =
          event -> {
            Recorded recorded = recorded(journal, event);
            copies.recorded(event);
            return recorded;
          };
      Ledger ledger = new Ledger(told, before.state(), screen.watcher());
      screen.behind(before.state());
      TerminalGate gate =
          new TerminalGate(
              desk.console(),
              confirmed,
              desk.operator(),
              new TerminalGate.Around(screen::hush, screen::goOn, brake));
      Signals.brake(brake, screen::say);
      Means means =
          new Means(
              world,
              world,
              ledger,
              gate,
              new Timing(desk.clock(), time -> Thread.sleep(time)),
              pauses(ledger, journal::now),
              desk.codec()::evidence);
      LockKeeping locks = new LockKeeping(desk, prepared, plan, world);
      locking.take(locks, before.state());
      try {
        byte[] whole = Arrays.copyOf(bytes, (int) before.tail().length());
        copies.begin(plan, whole, locks);
        return work.with(means);
      } finally {
        copies.finish();
        locks.settle(ledger.state());
      }
    } catch (DiskFile.Busy busy) {
      throw Stop.of(ExitCode.LOCKED, busy.getMessage());
    } catch (IOException e) {
      throw Stop.of(ExitCode.FAILED_UNCHANGED, "the journal " + path + " cannot be opened: " + e);
    }
  }

  private Pauses pauses(Ledger ledger, InstantSource clock) throws Stop {
    Optional<Window> now = window.or(() -> plan.made().window());
    if (now.isEmpty()) {
      return Pauses.when(brake);
    }
    Pace pace = new EarlierRuns(desk).pace(plan, prepared.playbook());
    WindowPauses.Ground ground = new WindowPauses.Ground(plan, now.get(), pace);
    return new WindowPauses(ground, brake, ledger::state, clock);
  }

  /** What cannot be written is told at once: the run only knows that it must stop. */
  private Recorded recorded(Journal journal, RunEvent event) {
    try {
      return journal.append(event);
    } catch (Journal.Lost lost) {
      desk.console().err().println(lost.getMessage());
      throw lost;
    }
  }

  private Replay.Sound sound(Replay replay, Path path) throws Stop {
    return switch (replay) {
      case Replay.Sound sound -> {
        sound
            .tail()
            .torn()
            .ifPresent(
                what -> desk.console().err().println("note: the last line was torn: " + what));
        tellClock(sound);
        yield sound;
      }
      case Replay.Damaged damaged -> throw JournalReading.damaged(path, plan.id(), damaged);
    };
  }

  /**
   * The journal's times go on all the same; a person who reads them beside other logs must know.
   */
  private void tellClock(Replay.Sound journal) {
    Instant now = desk.clock().instant();
    if (journal.events().isEmpty() || !now.isBefore(journal.events().getLast().at())) {
      return;
    }
    Instant last = journal.events().getLast().at();
    desk.console()
        .err()
        .println(
            "note: by the clock of this machine it is "
                + now.truncatedTo(ChronoUnit.SECONDS)
                + ", and the last line of the journal is of "
                + last.truncatedTo(ChronoUnit.SECONDS)
                + ": its times go on from there");
  }

  private Style style() {
    return new Style(desk.console().colours());
  }
}
