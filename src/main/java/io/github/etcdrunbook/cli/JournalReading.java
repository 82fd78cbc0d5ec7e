package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.journal.Replay;
import io.github.etcdrunbook.world.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads journals without their lock, so that it works while a run goes on: a line that is being
 * written just now counts as not yet there. Reads only.
 */
final class JournalReading {
  private final RunDesk desk;

  JournalReading(RunDesk desk) {
    this.desk = desk;
  }

  /** What the journal of a run says; a run without a journal has not begun. */
  Replay replay(RunId run) throws Stop {
    Path path = desk.folders().journal(run);
    try {
      byte[] bytes = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
      return Replay.of(bytes, desk.codec());
    } catch (IOException e) {
      throw Stop.of(
          ExitCode.FAILED_UNCHANGED, "the journal " + path + " cannot be read: " + e.getMessage());
    }
  }

  /** The events of a run, if its journal is whole. */
  Replay.Sound sound(RunId run) throws Stop {
    return switch (replay(run)) {
      case Replay.Sound sound -> sound;
      case Replay.Damaged damaged -> throw damaged(desk.folders().journal(run), run, damaged);
    };
  }

  /** Why nothing goes on with a journal that was changed. */
  static Stop damaged(Path path, RunId run, Replay.Damaged damaged) {
    return new Stop(
        ExitCode.FAILED_UNCHANGED,
        List.of(
            path + ":" + damaged.line() + ": the journal is damaged: " + damaged.what(),
            RunDesk.fromHosts(run.text())));
  }
}
