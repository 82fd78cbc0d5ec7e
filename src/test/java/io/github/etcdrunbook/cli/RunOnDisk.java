package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.journal.DiskFile;
import io.github.etcdrunbook.journal.FileJournal;
import io.github.etcdrunbook.journal.JournalFile;
import io.github.etcdrunbook.journal.Replay;
import io.github.etcdrunbook.plan.NoOutput;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Planned;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.plan.Window;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.run.Evidence;
import io.github.etcdrunbook.run.RunEnd;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.run.Trouble;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.StepId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans and journals of runs in a folder, and the commands that look at them, captured. */
final class RunOnDisk {
  static final StepAt LOOK = new StepAt(new StepId("look"), Optional.empty());
  static final StepAt SWAP1 = at("swap", "cp1");
  static final StepAt SWAP2 = at("swap", "cp2");
  static final StepAt LAST = new StepAt(new StepId("last"), Optional.empty());

  private static final String INVENTORY =
      """
      apiVersion: etcd-runbook/v1
      kind: Inventory
      cluster: {name: prod-eu1}
      ssh: {user: ops}
      etcd: {profile: kubeadm}
      hosts:
        cp1: {address: 10.0.0.1, groups: [etcd, control_plane]}
        cp2: {address: 10.0.0.2, groups: [etcd, control_plane]}
      """;
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Path state;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  RunOnDisk(Path state) {
    this.state = state;
  }

  private static StepAt at(String step, String host) {
    return new StepAt(new StepId(step), Optional.of(new HostName(host)));
  }

  /** Runs a command; with an answer there is a terminal at which it is typed. */
  ExitCode command(Optional<String> answer, String... arguments) {
    return Main.run(console(answer), arguments);
  }

  private Console console(Optional<String> answer) {
    return new Console(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        new ByteArrayInputStream(answer.orElse("").getBytes(StandardCharsets.UTF_8)),
        Map.of("XDG_STATE_HOME", state.toString(), "USER", "ops"),
        new Console.Terminal(answer.isPresent(), false, false, 80));
  }

  RunDesk desk() {
    return new RunDesk(console(Optional.empty()), Clock.fixed(NOON, ZoneOffset.UTC));
  }

  /** A desk whose journals are written to a disk that is full. */
  RunDesk deskOnAFullDisk() {
    return new RunDesk(
        console(Optional.empty()), Clock.fixed(NOON, ZoneOffset.UTC), file -> new FullDisk(file));
  }

  /** Takes what was printed so far. */
  String out() {
    return taken(out);
  }

  String err() {
    return taken(err);
  }

  private static String taken(ByteArrayOutputStream stream) {
    String text = stream.toString(StandardCharsets.UTF_8);
    stream.reset();
    return text;
  }

  /** Saves the plan of a run: look, swap on two hosts behind the point of no return, last. */
  Plan plan(String id) throws IOException {
    return plan(id, Optional.empty());
  }

  /** The same for a maintenance window. */
  Plan plan(String id, Optional<Window> window) throws IOException {
    String playbook = Files.readString(Path.of("playbooks/backup.yaml"));
    Plan plan =
        new Plan(
            new RunId(id),
            new Plan.Made(
                NOON,
                NOON.plus(Duration.ofHours(1)),
                "ops",
                Optional.empty(),
                "backup",
                "prod-eu1",
                window),
            new Plan.Frozen(
                List.of(new Playbook.SourceText("backup.yaml", playbook)),
                List.of(new Playbook.SourceText("inventory.yaml", INVENTORY)),
                List.of(),
                Map.of()),
            List.of(
                step(LOOK, "Look first", new Planned.Satisfied("seen", new NoOutput())),
                step(SWAP1, "Swap the data", swap("cp1")),
                step(SWAP2, "Swap the data", swap("cp2")),
                step(LAST, "Look again", new Planned.Deferred("swap"))),
            Optional.of(new Plan.NoReturn(LAST, "clients write to the new cluster")));
    try {
      desk().save(plan);
    } catch (Stop stopped) {
      throw new IOException(stopped);
    }
    return plan;
  }

  private static PlannedStep step(StepAt at, String title, Planned planned) {
    return new PlannedStep(
        at,
        title,
        planned,
        new PlannedStep.Marks(Optional.empty(), Optional.empty(), false),
        SourceRange.startOf("backup.yaml"));
  }

  private static Planned swap(String host) {
    return new Planned.Change("swap", List.of(move(host)), Optional.empty());
  }

  /** A move whose undo moves back. */
  static Act move(String host) {
    HostName name = new HostName(host);
    return Act.of(
        new Effect.Move(name, "/new", "/live"), Undo.By.one(inverse(host)), Duration.ofSeconds(5));
  }

  /** What takes the move back. */
  static Effect inverse(String host) {
    return new Effect.Move(new HostName(host), "/live", "/new");
  }

  RunEvent started(Plan plan) {
    return new RunEvent.RunStarted(plan.id(), desk().fingerprint(plan), "backup", "prod-eu1", "me");
  }

  /** The events of a step on which one act happened. */
  static List<RunEvent> happened(StepAt at, Act act) {
    return List.of(
        begun(at, act),
        new RunEvent.EffectIntended(at.effect(0), 1),
        new RunEvent.EffectDone(at.effect(0), 1, new EffectResult.Nothing(), Optional.empty()));
  }

  static RunEvent begun(StepAt at, Act act) {
    return new RunEvent.StepStarted(at, "swap", List.of(act), Evidence.none());
  }

  static RunEvent finished(StepAt at) {
    return new RunEvent.StepFinished(at, "as planned", new NoOutput());
  }

  /** A failure at a step, with the end of the run. */
  static List<RunEvent> failed(StepAt at, String what) {
    Trouble trouble = new Trouble.Refused(what, "look at it");
    return List.of(
        new RunEvent.StepFailed(at, trouble),
        new RunEvent.RunFinished(
            new RunEnd(
                RunEnd.Kind.FAILED,
                true,
                false,
                List.of(new RunEnd.StepFailure(at, SourceRange.startOf("backup.yaml"), trouble)))));
  }

  /** Appends the events; the file stays open and locked, as in a run that goes on. */
  DiskFile journal(Plan plan, List<RunEvent> events) throws IOException {
    RunDesk desk = desk();
    DiskFile file = DiskFile.open(desk.folders().journal(plan.id()));
    Replay.Sound before = (Replay.Sound) Replay.of(file.read(), desk.codec());
    FileJournal journal = FileJournal.after(before, file, desk.codec(), desk.clock());
    events.forEach(journal::append);
    return file;
  }

  /** What is there can be read, and nothing can be added. */
  private record FullDisk(JournalFile file) implements JournalFile {
    @Override
    public byte[] read() throws IOException {
      return file.read();
    }

    @Override
    public void append(byte[] bytes) throws IOException {
      throw new IOException("No space left on device");
    }

    @Override
    public void force() throws IOException {
      file.force();
    }

    @Override
    public void cutTo(long length) throws IOException {
      file.cutTo(length);
    }
  }
}
