package io.github.etcdrunbook.run;

import io.github.etcdrunbook.actions.Catalog;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.journal.RecordCodec;
import io.github.etcdrunbook.plan.NoOutput;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Planner;
import io.github.etcdrunbook.plan.Planning;
import io.github.etcdrunbook.playbook.Datum;
import io.github.etcdrunbook.playbook.Input;
import io.github.etcdrunbook.playbook.InputValues;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.PlaybookReader;
import io.github.etcdrunbook.playbook.Reading;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.world.EtcdWriter;
import io.github.etcdrunbook.world.HostWriter;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import io.github.etcdrunbook.yaml.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A shipped playbook on the slow world: planned, run, killed, resumed and taken back. */
final class SlowStage {
  static final RunId RUN = new RunId("20260301-030000-abcd");
  private static final Sha256 FINGERPRINT = new Sha256("0".repeat(64));
  private static final RecordCodec CODEC = codec();

  final SlowWorld world;
  final MortalJournal journal;
  Function<Ledger, Pauses> pauses = ledger -> Pauses.when(() -> false);
  private final Playbook playbook;
  private final Scope scope;

  SlowStage(SlowWorld world, Playbook playbook, Map<String, String> inputs) {
    this.world = world;
    this.journal = new MortalJournal(() -> {}, CODEC);
    this.playbook = playbook;
    this.scope = Scope.of(values(this.playbook, inputs), place(world));
  }

  private static RecordCodec codec() {
    Map<String, Class<? extends Record>> outputs = new HashMap<>();
    outputs.put("none", NoOutput.class);
    Catalog.actions().forEach(action -> outputs.put(action.manual().name(), action.output()));
    return new RecordCodec(outputs);
  }

  static Playbook read(String path) {
    return new PlaybookReader(Catalog.actions(), SlowStage::load)
        .read(path)
        .playbook()
        .value()
        .orElseThrow();
  }

  /** Reads steps; heading and inputs are added. */
  static Playbook steps(String inputs, String steps) {
    String text =
        """
        apiVersion: etcd-runbook/v1
        kind: Playbook
        name: tried
        title: Tried
        summary: Tried on the slow world.
        """
            + inputs
            + "steps:\n"
            + steps.indent(2);
    Reading reading =
        new PlaybookReader(
                Catalog.actions(), path -> Checked.of(new SourceFile("tried.yaml", text)))
            .read("tried.yaml");
    return reading
        .playbook()
        .value()
        .orElseThrow(() -> new AssertionError(reading.playbook().diagnostics().toString()));
  }

  private static Checked<SourceFile> load(String path) {
    try {
      return Checked.of(new SourceFile(path, Files.readString(Path.of(path))));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Map<String, Datum> values(Playbook playbook, Map<String, String> inputs) {
    Map<String, Node> given = new HashMap<>();
    for (Input input : playbook.inputs()) {
      if (inputs.containsKey(input.name())) {
        given.put(
            input.name(),
            InputValues.option(input, inputs.get(input.name())).value().orElseThrow());
      }
    }
    return InputValues.of(playbook.inputs(), given).value().orElseThrow();
  }

  private static Scope.Place place(SlowWorld world) {
    Standpoint here = new Standpoint(RUN, "prod", new StepId("plan"), Optional.empty());
    List<Scope.HostFacts> hosts =
        world.reader(here).hosts().stream()
            .map(
                host ->
                    new Scope.HostFacts(
                        host,
                        host.text().replace("cp", "10.0.0."),
                        List.of("etcd", "control_plane")))
            .toList();
    return new Scope.Place(
        "prod", hosts, RUN, Instant.parse("2026-03-01T03:00:00Z"), "ops", Optional.empty());
  }

  Planning plan() {
    return new Planner(playbook, scope, world::reader)
        .plan(
            new Plan.Made(
                world.clock().instant(),
                Instant.MAX,
                "ops",
                Optional.empty(),
                playbook.heading().name(),
                "prod"),
            new Plan.Frozen(playbook.sources(), List.of(), List.of(), Map.of()));
  }

  RunEnd run(Plan plan) throws IOException {
    return new Runner(plan, playbook, frozen(plan), means()).run(FINGERPRINT, "ops");
  }

  /** Runs until the operator's machine dies; false if the run was shorter this time. */
  boolean diesRunning(Plan plan) throws IOException {
    try {
      // The thread of another host may have met the dead journal before the runner heard of it.
      return run(plan).kind() == RunEnd.Kind.JOURNAL_LOST;
    } catch (Sandbox.Death died) {
      return true;
    } catch (IllegalStateException thrown) {
      if (!(thrown.getCause() instanceof Sandbox.Death)) {
        throw thrown;
      }
      return true;
    }
  }

  Undoer.End undo(Plan plan) throws IOException {
    return new Undoer(plan, means()).undo("ops");
  }

  private Scope frozen(Plan plan) {
    Scope all = scope;
    for (Map.Entry<String, Datum> variable : plan.frozen().variables().entrySet()) {
      all = all.with(variable.getKey(), variable.getValue());
    }
    return all;
  }

  private Means means() throws IOException {
    Ledger ledger = journal.open();
    return new Means(
        world::reader,
        new SlowWriters(world),
        ledger,
        new Yes(),
        new Timing(world.clock(), world::sleep),
        pauses.apply(ledger),
        CODEC::evidence);
  }

  private record SlowWriters(SlowWorld world) implements Writers {
    @Override
    public Sight<HostWriter> host(HostName host) {
      return new Sight.Seen<>(world.writer(host));
    }

    @Override
    public EtcdWriter etcd() {
      return world.etcdWriter();
    }
  }

  private static final class Yes implements Gatekeeper {
    @Override
    public boolean reaches(StepId step) {
      return true;
    }

    @Override
    public Answer ask(Question question) {
      return new Answer.Yes("ops");
    }
  }
}
