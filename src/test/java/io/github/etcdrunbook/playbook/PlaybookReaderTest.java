package io.github.etcdrunbook.playbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.etcdrunbook.actions.Catalog;
import io.github.etcdrunbook.actions.controlplane.UnitStop;
import io.github.etcdrunbook.actions.etcd.DataSwap;
import io.github.etcdrunbook.actions.etcd.EtcdStatus;
import io.github.etcdrunbook.actions.etcd.SnapshotSave;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.playbook.HostChoice.Chosen;
import io.github.etcdrunbook.playbook.Scope.HostFacts;
import io.github.etcdrunbook.playbook.Scope.Output;
import io.github.etcdrunbook.playbook.StepArguments.Bound;
import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.StepId;
import io.github.etcdrunbook.world.Unit;
import io.github.etcdrunbook.world.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlaybookReaderTest {
  private static final String HEAD =
      """
      apiVersion: etcd-runbook/v1
      kind: Playbook
      name: p
      title: A playbook
      summary: For a test.
      """;

  private static final List<HostFacts> HOSTS =
      List.of(
          new HostFacts(new HostName("cp1"), "10.0.0.1", List.of("etcd", "control_plane")),
          new HostFacts(new HostName("cp2"), "10.0.0.2", List.of("etcd")),
          new HostFacts(new HostName("w1"), "10.0.0.3", List.of()));

  private static final Scope START =
      Scope.of(
          Map.of("keep", new Datum.Whole(3), "to", new Datum.Text("backups")),
          new Scope.Place(
              "prod",
              HOSTS,
              new RunId("20260102-030405-abcd"),
              Instant.parse("2026-01-02T03:04:05Z"),
              "ops",
              Optional.empty()));

  private static Playbook read(Map<String, String> files) {
    Reading reading =
        new PlaybookReader(
                Catalog.actions(),
                path ->
                    files.containsKey(path)
                        ? Checked.of(new SourceFile(path, HEAD + files.get(path)))
                        : Checked.failed(
                            Diagnostic.error(
                                "file.missing", SourceRange.startOf(path), "no such file")))
            .read("main.yaml");
    return reading
        .playbook()
        .value()
        .orElseThrow(() -> new AssertionError(reading.playbook().diagnostics().toString()));
  }

  private static Playbook read(String text) {
    return read(Map.of("main.yaml", text));
  }

  private static Step step(Playbook playbook, String id) {
    return playbook.steps().filter(step -> step.id().text().equals(id)).findFirst().orElseThrow();
  }

  private static Output status(Value<Long> revision) {
    return new Output.Once(
        new EtcdStatus.Output(List.of(), List.of("cp2"), revision, true, List.of("none")));
  }

  private static Scope after(String step, Output output) {
    return START.with(new StepId(step), output);
  }

  private static Bound bind(Playbook playbook, String id, Scope scope) {
    return step(playbook, id).use().orElseThrow().arguments().bind(scope);
  }

  @Test
  void readsAllThatAStepSays() {
    Step step =
        step(
            read(
                """
                inputs: {fenced: {type: {list: host}, default: [], description: Gone}}
                steps:
                  - id: stop
                    title: Stop on ${host.name}
                    hosts: etcd
                    uses: controlplane.stop
                    with: {units: [etcd, kube-apiserver]}
                    confirm: {question: "Stop ${cluster.name}?", phrase: "${cluster.name}"}
                    quorum: {givenUp: a test}
                    pointOfNoReturn: true
                    timeout: 1h30m
                    retry: {every: 5s, within: 2m}
                    rollout: {batch: 1, order: leaderLast, between: quorum, pause: 3s, maxFailures: 2}
                    onUnreachable: fenced
                """),
            "stop");
    Manner manner = step.manner();
    assertEquals(new Manner.Quorum.GivenUp("a test"), manner.quorum());
    assertEquals(Optional.of(Duration.ofMinutes(90)), manner.timeout());
    assertEquals(
        Optional.of(new Manner.Patience(Duration.ofSeconds(5), Duration.ofMinutes(2))),
        manner.patience());
    assertEquals(
        new Rollout(
            Optional.of(1),
            Rollout.Order.LEADER_LAST,
            new Rollout.Between.Quorum(),
            Duration.ofSeconds(3),
            2),
        manner.rollout());
    assertEquals(Manner.OnUnreachable.FENCED, manner.onUnreachable());
    Scope onHost = START.at(Optional.of(new HostName("cp2")));
    assertEquals("Stop on cp2", step.title().render(onHost));
    assertEquals("Stop prod?", manner.confirm().orElseThrow().question().render(START));
    assertEquals(
        new Bound.Ready(
            new UnitStop.Arguments(List.of(Unit.ETCD, Unit.KUBE_APISERVER), Duration.ofMinutes(2))),
        step.use().orElseThrow().arguments().bind(onHost));
  }

  @Test
  void bindsArgumentsWithDefaultsAndComputedValues() {
    Playbook playbook =
        read(
            """
            inputs:
              to: {type: path, description: Where}
            steps:
              - {id: status, uses: etcd.status}
              - id: save
                uses: etcd.snapshot_save
                with: {to: "${inputs.to}/${cluster.name}-${steps.status.revision}.db"}
            """);
    assertEquals(
        new Bound.Ready(new SnapshotSave.Arguments("backups/prod-7.db", true)),
        bind(playbook, "save", after("status", status(Value.drifting(7L)))));
    assertEquals(
        new Bound.KnownAfter("status"),
        bind(playbook, "save", after("status", new Output.KnownAfter("status"))));
  }

  @Test
  void saysWhatIsWrongWithAComputedArgument() {
    Playbook playbook =
        read(
            """
            steps:
              - {id: status, uses: etcd.status}
              - id: stop
                uses: controlplane.stop
                hosts: etcd
                with: {units: "${steps.status.errors}"}
            """);
    Bound bound = bind(playbook, "stop", after("status", status(Value.fixed(7L))));
    Bound.Wrong wrong = assertInstanceOf(Bound.Wrong.class, bound);
    assertEquals("main.yaml:11:19", wrong.diagnostics().getFirst().range().toString());
  }

  @Test
  void judgesConditionsByWhatIsKnown() {
    Playbook playbook =
        read(
            """
            steps:
              - {id: status, uses: etcd.status}
              - id: next
                uses: etcd.status
                when: steps.status.revision > 5
                expect: [{that: result.quorum, message: "revision ${result.revision}"}]
            """);
    Conditions conditions = step(playbook, "next").conditions();
    Check when = conditions.when().orElseThrow();
    assertEquals(
        new Check.Verdict.Known(true, true),
        when.evaluate(after("status", status(Value.drifting(7L)))));
    assertEquals(
        new Check.Verdict.Known(false, false),
        when.evaluate(after("status", status(Value.fixed(3L)))));
    assertEquals(
        new Check.Verdict.KnownAfter("the repair"),
        when.evaluate(after("status", new Output.KnownAfter("the repair"))));
    assertInstanceOf(
        Check.Verdict.Wrong.class, when.evaluate(after("status", new Output.Skipped("no need"))));
    assertEquals(
        "revision (known after x@cp1#0)",
        conditions
            .expect()
            .getFirst()
            .message()
            .render(
                START.withResult(
                    new EtcdStatus.Output(
                        List.of(),
                        List.of(),
                        new Value.Pending<>(
                            new EffectRef(new StepId("x"), Optional.of(new HostName("cp1")), 0),
                            "revision"),
                        true,
                        List.of())))
            .replaceAll("x.*\\)", "x@cp1#0)"));
  }

  @Test
  void choosesHostsByWordsAndByWhatStepsPutOut() {
    Playbook playbook =
        read(
            """
            steps:
              - {id: status, uses: etcd.status}
              - {id: plain, hosts: [etcd, "!leader"], uses: etcd.data_swap}
              - {id: computed, hosts: "${steps.status.silent}", uses: etcd.data_swap}
              - {id: per_host, hosts: "${hosts.filter(h, 'etcd' in h.groups).map(h, h.name)}", uses: etcd.data_swap}
            """);
    Scope scope = after("status", status(Value.fixed(1L)));
    Optional<HostName> leader = Optional.of(new HostName("cp1"));
    HostName cp2 = new HostName("cp2");
    for (String id : List.of("plain", "computed")) {
      assertEquals(
          new Chosen.Hosts(List.of(cp2)),
          step(playbook, id).hosts().orElseThrow().choose(scope, () -> leader));
    }
    assertEquals(
        new Chosen.Hosts(List.of(new HostName("cp1"), cp2)),
        step(playbook, "per_host").hosts().orElseThrow().choose(scope, () -> leader));
  }

  @Test
  void expandsIncludedPlaybooksWithNamesOfTheirOwn() {
    Playbook playbook =
        read(
            Map.of(
                "main.yaml",
                """
                inputs: {to: {type: path, description: Where}}
                steps:
                  - id: before
                    uses: ./inner.yaml
                    with: {folder: "${inputs.to}/safe"}
                  - id: again
                    uses: etcd.snapshot_save
                    with: {to: "${steps.before.save.path}.copy"}
                """,
                "inner.yaml",
                """
                inputs:
                  folder: {type: path, description: Where}
                  name: {type: string, default: x, description: How}
                vars: {file: "${inputs.folder}/${inputs.name}"}
                steps:
                  - {id: look, uses: etcd.status}
                  - id: save
                    uses: etcd.snapshot_save
                    when: steps.look.quorum
                    with: {to: "${vars.file}.db"}
                """));
    assertEquals(
        List.of("before_look", "before_save", "again"),
        playbook.steps().map(step -> step.id().text()).toList());
    Variable variable = playbook.variables().getFirst();
    assertEquals("before_file", variable.name());
    assertEquals(
        new Formula.Result.Known(new Datum.Text("backups/safe/x")),
        variable.formula().evaluate(START));
    Scope scope =
        START
            .with("before_file", new Datum.Text("backups/safe/x"))
            .with(new StepId("before_look"), status(Value.fixed(1L)))
            .with(
                new StepId("before_save"),
                new Output.Once(new SnapshotSave.Output("there.db", "", 1)));
    assertEquals(
        new Check.Verdict.Known(true, false),
        step(playbook, "before_save").conditions().when().orElseThrow().evaluate(scope));
    assertEquals(
        new Bound.Ready(new SnapshotSave.Arguments("backups/safe/x.db", true)),
        bind(playbook, "before_save", scope));
    assertEquals(
        new Bound.Ready(new SnapshotSave.Arguments("there.db.copy", true)),
        bind(playbook, "again", scope));
    assertEquals(2, playbook.sources().size());
  }

  @Test
  void seesOutputsOfStepsPerHostByTheNameOfTheHost() {
    Playbook playbook =
        read(
            """
            steps:
              - {id: swap, hosts: etcd, uses: etcd.data_swap}
              - id: save
                uses: etcd.snapshot_save
                with: {to: "${steps.swap['cp1'].kept}"}
            """);
    Output perHost =
        new Output.PerHost(
            Map.of(new HostName("cp1"), new DataSwap.Output("/live", "/kept")), Map.of());
    assertEquals(
        new Bound.Ready(new SnapshotSave.Arguments("/kept", true)),
        bind(playbook, "save", after("swap", perHost)));
  }

  @Test
  void readsInputsFromTextAndRefusesWhatBreaksTheirConditions() {
    Playbook playbook =
        read(
            """
            inputs:
              keep: {type: int, default: 5, must: value >= 0, description: How many}
              limit: {type: duration, default: 90s, description: How long}
              quota: {type: size, default: 8GiB, description: How large}
              fenced: {type: {list: host}, default: [], description: Gone}
              mode: {type: enum, allowed: [fast, careful], default: fast, description: How}
            steps: [{id: status, uses: etcd.status}]
            """);
    Input keep = playbook.inputs().getFirst();
    Input fenced = playbook.inputs().get(3);
    assertEquals(
        Map.of(
            "keep", new Datum.Whole(7),
            "limit", new Datum.Span(Duration.ofSeconds(90)),
            "quota", new Datum.Whole(8L << 30),
            "fenced", new Datum.Many(List.of(new Datum.Text("cp1"), new Datum.Text("cp2"))),
            "mode", new Datum.Text("fast")),
        InputValues.of(
                playbook.inputs(),
                Map.of(
                    "keep", InputValues.option(keep, "7").value().orElseThrow(),
                    "fenced", InputValues.option(fenced, "[cp1, cp2]").value().orElseThrow()))
            .value()
            .orElseThrow());
    Checked<Map<String, Datum>> broken =
        InputValues.of(
            playbook.inputs(),
            Map.of("keep", InputValues.option(keep, "-1").value().orElseThrow()));
    assertEquals("input.breaks-must", broken.sorted().getFirst().rule().text());
    assertEquals("-v keep:1:1", broken.sorted().getFirst().range().toString());
  }
}
