package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.cli.world.RealWorld;
import io.github.etcdrunbook.inventory.Host;
import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.journal.DiskFile;
import io.github.etcdrunbook.journal.RecordCodec;
import io.github.etcdrunbook.journal.Replay;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Planned;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.run.ActState;
import io.github.etcdrunbook.run.StepState;
import io.github.etcdrunbook.ssh.host.HostCopy;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a run to this machine from the copies on its hosts: plan, journal, and the files that its
 * plan still puts somewhere. Changes nothing on the hosts; whose the run is, its locks decide when
 * it goes on.
 */
final class Takeover {
  private final RunDesk desk;
  private final Inventory inventory;

  Takeover(RunDesk desk, Inventory inventory) {
    this.desk = desk;
    this.inventory = inventory;
  }

  /** What a run is taken over for. */
  enum Purpose {
    /** It goes on, and needs the files that it still puts somewhere. */
    RESUME,
    /** It is taken back: nothing is put anywhere any more. */
    UNDO
  }

  /** Brings it here; afterwards it lies in the folder of its own as if it had begun here. */
  void bring(RunId run, Purpose purpose) throws Stop {
    try (RealWorld world = desk.world(inventory)) {
      Path path = desk.folders().journal(run);
      Optional<byte[]> here =
          Files.exists(path) ? Optional.of(Files.readAllBytes(path)) : Optional.empty();
      HostRuns.Known known =
          new HostRuns(desk, inventory.hosts().stream().map(Host::name).toList(), world)
              .find(run, here);
      if (known.plan().isEmpty()) {
        throw Stop.of(
            ExitCode.COMMAND_LINE,
            "no host that answers has a copy of run " + run + "; see `runs --from-hosts`");
      }
      Plan plan = plan(new String(known.plan().get(), StandardCharsets.UTF_8), run);
      Replay.Sound journal = sound(known.bytes(), run);
      desk.folders().make(run);
      Files.write(desk.folders().plan(run), known.plan().get());
      write(path, known.bytes(), here);
      desk.console()
          .err()
          .println(
              "Run "
                  + run
                  + " taken from its copies on "
                  + String.join(", ", known.hosts().stream().map(Object::toString).toList())
                  + ": "
                  + journal.events().size()
                  + " events.");
      if (purpose == Purpose.RESUME) {
        for (Effect.PutFile put : files(plan, journal)) {
          bring(put, plan, journal, world);
        }
      }
    } catch (IOException e) {
      throw Stop.of(ExitCode.FAILED_UNCHANGED, "run " + run + " cannot be kept here: " + e);
    }
  }

  private Plan plan(String json, RunId run) throws Stop {
    try {
      return desk.codec().read(json, Plan.class);
    } catch (RecordCodec.Unreadable e) {
      throw Stop.of(
          ExitCode.FAILED_UNCHANGED,
          "the plan of run " + run + " is of another version: " + e.getMessage());
    }
  }

  private Replay.Sound sound(byte[] journal, RunId run) throws Stop {
    return switch (Replay.of(journal, desk.codec())) {
      case Replay.Sound sound -> sound;
      case Replay.Damaged damaged ->
          throw Stop.of(
              ExitCode.FAILED_UNCHANGED,
              "the journal of run " + run + " is damaged on its hosts: " + damaged.what());
    };
  }

  /** What was here is kept beside when it is not the beginning of what is now. */
  private static void write(Path path, byte[] journal, Optional<byte[]> here) throws IOException {
    if (here.isPresent() && !begins(journal, here.get())) {
      Files.write(path.resolveSibling("journal.jsonl.before-takeover"), here.get());
    }
    try (DiskFile file = DiskFile.open(path)) {
      file.cutTo(0);
      file.append(journal);
      file.force();
    }
  }

  private static boolean begins(byte[] whole, byte[] part) {
    return part.length <= whole.length
        && java.util.Arrays.equals(whole, 0, part.length, part, 0, part.length);
  }

  /** The files of the operator's machine that are not on all their hosts yet, or may not be. */
  private static Set<Effect.PutFile> files(Plan plan, Replay.Sound journal) {
    Set<Effect.PutFile> files = new LinkedHashSet<>();
    for (PlannedStep step : plan.steps()) {
      if (step.planned() instanceof Planned.Change change) {
        change.acts().stream().map(Act::effect).forEach(effect -> add(effect, files));
      }
    }
    for (StepState step : journal.state().steps().values()) {
      step.acts().stream()
          .map(ActState::act)
          .map(Act::effect)
          .forEach(effect -> add(effect, files));
    }
    return files;
  }

  private static void add(Effect effect, Set<Effect.PutFile> files) {
    if (effect instanceof Effect.PutFile put) {
      files.add(put);
    }
  }

  /** Later steps look at the file again: it must lie where the plan says. */
  private void bring(Effect.PutFile put, Plan plan, Replay.Sound journal, RealWorld world)
      throws Stop {
    Path source = Path.of(put.source());
    try {
      if (Files.isRegularFile(source) && digest(source).equals(put.sha256())) {
        return;
      }
      if (Files.exists(source)) {
        throw otherFile(source, put);
      }
      for (Effect.PutFile other : files(plan, journal)) {
        if (other.sha256().equals(put.sha256())
            && fetched(world.hosts().copy(other.host()), other, source)) {
          desk.console().err().println("Fetched " + source + " from " + other.host() + ".");
          return;
        }
      }
    } catch (IOException e) {
      throw Stop.of(ExitCode.FAILED_UNCHANGED, source + " cannot be written here: " + e);
    }
    throw new Stop(
        ExitCode.FAILED_UNCHANGED,
        List.of(
            source + " is not on this machine, and on none of the hosts",
            "hint: bring the file with the SHA-256 "
                + put.sha256().hexadecimal()
                + " to that path, then resume"));
  }

  /** What lies there is somebody's: it is never replaced. */
  private static Stop otherFile(Path source, Effect.PutFile put) {
    return new Stop(
        ExitCode.FAILED_UNCHANGED,
        List.of(
            source + " on this machine is another file than the run's",
            "hint: move it away, then `resume --from-hosts` again: it fetches the file with the"
                + " SHA-256 "
                + put.sha256().hexadecimal()));
  }

  private static boolean fetched(HostCopy copy, Effect.PutFile put, Path source)
      throws IOException {
    Path folder = source.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path part = folder.resolve(source.getFileName() + ".part-takeover");
    Optional<Failure> failure = copy.fetch(put.path(), put.sha256(), part);
    if (failure.isEmpty()) {
      Files.move(part, source);
    } else {
      Files.deleteIfExists(part);
    }
    return failure.isEmpty();
  }

  private static Sha256 digest(Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file);
        DigestInputStream digested =
            new DigestInputStream(content, MessageDigest.getInstance("SHA-256"))) {
      digested.transferTo(java.io.OutputStream.nullOutputStream());
      return new Sha256(HexFormat.of().formatHex(digested.getMessageDigest().digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
