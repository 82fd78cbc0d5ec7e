package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.actions.Catalog;
import io.github.etcdrunbook.cli.world.RealWorld;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.journal.JournalFile;
import io.github.etcdrunbook.journal.RecordCodec;
import io.github.etcdrunbook.plan.NoOutput;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.playbook.Datum;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.ssh.SshTarget;
import io.github.etcdrunbook.ssh.TargetResolver;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** What plan, run, resume, undo and status share: clock, codec, folders, the operator. */
final class RunDesk {
  private static final String LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";
  private static final DateTimeFormatter ID_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Console console;
  private final Clock clock;
  private final AtomicReference<RecordCodec> codec = new AtomicReference<>();
  private final RunFolders folders;
  private final UnaryOperator<JournalFile> files;

  RunDesk(Console console, Clock clock) {
    this(console, clock, UnaryOperator.identity());
  }

  /** A desk whose journals are written through something else, which may end the process. */
  RunDesk(Console console, Clock clock, UnaryOperator<JournalFile> files) {
    this.files = files;
    this.console = console;
    this.clock = clock;
    this.folders = RunFolders.of(console.environment());
  }

  private static Map<String, Class<? extends Record>> outputs() {
    Map<String, Class<? extends Record>> outputs = new LinkedHashMap<>();
    outputs.put("none", NoOutput.class);
    for (Action<?, ?, ?> action : Catalog.actions()) {
      outputs.put(action.manual().name(), action.output());
    }
    return outputs;
  }

  Console console() {
    return console;
  }

  Clock clock() {
    return clock;
  }

  /** Made when it is first needed: `--help` does without. */
  RecordCodec codec() {
    RecordCodec made = codec.get();
    if (made == null) {
      codec.compareAndSet(null, new RecordCodec(outputs()));
      made = codec.get();
    }
    return made;
  }

  /** The file as it is written to. */
  JournalFile written(JournalFile file) {
    return files.apply(file);
  }

  RunFolders folders() {
    return folders;
  }

  OperatorDesk atDesk() {
    return new OperatorDesk(folders.state());
  }

  /** Who runs this, for the journal. */
  String operator() {
    Map<String, String> environment = console.environment();
    String user = environment.getOrDefault("SUDO_USER", environment.getOrDefault("USER", ""));
    return user.isEmpty() ? System.getProperty("user.name") : user;
  }

  /** A run id of now. */
  RunId draw() {
    SecureRandom random = new SecureRandom();
    StringBuilder tail = new StringBuilder();
    for (int index = 0; index < 4; index++) {
      tail.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return new RunId(ID_TIME.format(clock.instant()) + "-" + tail);
  }

  /** The real world of an inventory; the caller closes it. */
  RealWorld world(Inventory inventory) {
    return new RealWorld(
        inventory,
        new RealWorld.Surroundings(
            user(), clock, time -> Thread.sleep(time.toMillis()), console.environment()));
  }

  /** The way to each host, after all defaults; nothing is connected. */
  Map<HostName, SshTarget> ways(Inventory inventory) {
    return RealWorld.ways(inventory, user());
  }

  private TargetResolver.Operator user() {
    Map<String, String> environment = console.environment();
    Path home = Path.of(environment.getOrDefault("HOME", "/root"));
    Optional<Path> agent =
        Optional.ofNullable(environment.get("SSH_AUTH_SOCK"))
            .filter(socket -> !socket.isEmpty())
            .map(Path::of);
    return new TargetResolver.Operator(System.getProperty("user.name"), home, agent);
  }

  /** The scope of a run before its first step. */
  Scope scope(Prepared prepared, RunId run, Instant started, Optional<String> change) {
    Inventory inventory = prepared.inventory();
    return Scope.of(
        prepared.inputs(),
        new Scope.Place(
            inventory.cluster(),
            inventory.hosts().stream()
                .map(
                    host ->
                        new Scope.HostFacts(
                            host.name(),
                            host.address(),
                            host.groups().stream().map(group -> group.text()).sorted().toList()))
                .toList(),
            run,
            started,
            operator(),
            change));
  }

  /** The scope of a planned run: its inputs and frozen variables. */
  Scope scope(Prepared prepared, Plan plan) {
    Scope scope = scope(prepared, plan.id(), plan.made().at(), plan.made().change());
    for (Map.Entry<String, Datum> variable : plan.frozen().variables().entrySet()) {
      scope = scope.with(variable.getKey(), variable.getValue());
    }
    return scope;
  }

  /** The run that is named, or the newest that began. */
  RunId find(Optional<String> text) throws Stop {
    return folders
        .find(text)
        .filter(run -> Files.exists(folders.plan(run)))
        .orElseThrow(
            () ->
                new Stop(
                    ExitCode.COMMAND_LINE,
                    text.map(
                            name ->
                                List.of(
                                    "there is no run " + name + " in " + folders.root(),
                                    fromHosts(name)))
                        .orElse(List.of("there is no run in " + folders.root()))));
  }

  /** What helps when the files of a run are lost or damaged on this machine. */
  static String fromHosts(String run) {
    return "hint: its hosts may have copies: etcd-runbook resume (or undo) "
        + run
        + " --from-hosts -i INVENTORY";
  }

  /** Demands that the plan of a run is the file that the run began with. */
  void demandUntouched(RunId run, Sha256 begun) throws Stop {
    Path file = folders.plan(run);
    try {
      if (!fingerprint(Files.readString(file)).equals(begun)) {
        throw new Stop(
            ExitCode.PLAN_STALE,
            List.of(file + " is not the plan that the run began with", fromHosts(run.text())));
      }
    } catch (IOException e) {
      throw Stop.of(
          ExitCode.COMMAND_LINE, "the plan " + file + " cannot be read: " + e.getMessage());
    }
  }

  /** Saves a plan; answers its fingerprint, by which it is approved. */
  Sha256 save(Plan plan) throws Stop {
    String json = codec().write(plan, Plan.class);
    try {
      folders.make(plan.id());
      Files.writeString(folders.plan(plan.id()), json);
    } catch (IOException | UncheckedIOException e) {
      throw new Stop(
          ExitCode.FAILED_UNCHANGED,
          List.of(
              "the plan cannot be saved: " + e.getMessage(),
              "hint: free space in "
                  + folders.state()
                  + ", or name another folder in"
                  + " XDG_STATE_HOME"));
    }
    return fingerprint(json);
  }

  /** Reads a plan back. */
  Plan load(Path file) throws Stop {
    try {
      return codec().read(Files.readString(file), Plan.class);
    } catch (IOException e) {
      throw Stop.of(
          ExitCode.COMMAND_LINE, "the plan " + file + " cannot be read: " + e.getMessage());
    } catch (RecordCodec.Unreadable e) {
      throw Stop.of(ExitCode.PLAN_STALE, "the plan " + file + " is not whole: " + e.getMessage());
    }
  }

  Sha256 fingerprint(Plan plan) {
    return fingerprint(codec().write(plan, Plan.class));
  }

  private static Sha256 fingerprint(String json) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
      return new Sha256(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
