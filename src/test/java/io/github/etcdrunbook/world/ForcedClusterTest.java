package io.github.etcdrunbook.world;

import static io.github.etcdrunbook.world.Rehearsal.CP1;
import static io.github.etcdrunbook.world.Rehearsal.CP2;
import static io.github.etcdrunbook.world.Rehearsal.CP3;
import static io.github.etcdrunbook.world.Rehearsal.HERE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A member that is started with {@code --force-new-cluster}: forecast, slow world, conditions. */
class ForcedClusterTest {
  private static final Effect ALONE =
      new Effect.Await(new Condition.Alone(CP1), Duration.ofMinutes(2));

  static List<SlowWorldBuilder> worlds() {
    return List.of(
        SlowWorld.builder().crashing("cp2").crashing("cp3"),
        SlowWorld.builder().systemd().crashing("cp2").crashing("cp3"));
  }

  private static EtcdConfiguration file(Reader reader) {
    return reader.host(CP1).seen().flatMap(HostReader::configuration).orElseThrow();
  }

  private static Effect configure(Reader reader, EtcdConfiguration file) {
    EtcdLayout layout = reader.host(CP1).seen().flatMap(HostReader::etcd).orElseThrow();
    return new Effect.Configure(
        CP1, file.file(), Optional.of(new Effect.Configure.Setup(file, layout)));
  }

  private static EtcdConfiguration forcing(EtcdConfiguration file) {
    String line =
        file.file().endsWith(".yaml")
            ? "    - --force-new-cluster\n"
            : "ETCD_FORCE_NEW_CLUSTER=true\n";
    return new EtcdConfiguration(file.file(), file.text() + line, file.owner());
  }

  private static List<Effect> effects(Reader reader) {
    EtcdConfiguration before = file(reader);
    List<Effect> effects = new ArrayList<>();
    for (var host : List.of(CP2, CP3)) {
      effects.add(Rehearsal.stop(host, Unit.ETCD));
      effects.add(Rehearsal.gone(host, Unit.ETCD));
    }
    effects.add(Rehearsal.stop(CP1, Unit.ETCD));
    effects.add(Rehearsal.gone(CP1, Unit.ETCD));
    effects.add(configure(reader, forcing(before)));
    effects.add(Rehearsal.start(CP1, Unit.ETCD));
    effects.add(ALONE);
    effects.add(Rehearsal.stop(CP1, Unit.ETCD));
    effects.add(Rehearsal.gone(CP1, Unit.ETCD));
    effects.add(configure(reader, before));
    effects.add(Rehearsal.start(CP1, Unit.ETCD));
    effects.add(ALONE);
    return effects;
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void theSlowWorldSettlesToTheForecastAfterEveryEffect(SlowWorldBuilder builder) {
    Rehearsal slow = new Rehearsal(builder.build());
    Rehearsal still = new Rehearsal(builder.build());
    Forecast forecast = new Forecast(still.reader());
    int index = 0;
    for (Effect effect : effects(still.reader())) {
      slow.performAll(List.of(effect));
      slow.world.tick(400);
      forecast.apply(Rehearsal.ref(index++), effect);
      SortedFacts said = SortedFacts.settled(forecast.at(HERE));
      SortedFacts settled = SortedFacts.settled(slow.reader()).asFarAsKnownIn(said);
      assertEquals(said.text(), settled.text(), "after: " + EffectText.withHost(effect));
      assertEquals(
          slow.host(CP1).forcesNewCluster(),
          forecast.at(HERE).host(CP1).seen().orElseThrow().forcesNewCluster());
    }
    // The cluster of one is stopped to take the flag out: the step gives quorum up.
    assertEquals(
        List.of(Finding.Kind.QUORUM), forecast.findings().stream().map(Finding::kind).toList());
    assertEquals(List.of(), slow.world.hazards());
    assertEquals(1, slow.reader().etcd().members(CP1).seen().orElseThrow().size());
  }

  @Test
  void forcingBesideAMemberThatRunsIsAFindingAndAHazard() {
    Rehearsal slow = new Rehearsal(SlowWorld.builder().build());
    Forecast forecast = new Forecast(new Rehearsal(SlowWorld.builder().build()).reader());
    List<Effect> effects = effects(slow.reader()).subList(4, 8);
    int index = 0;
    for (Effect effect : effects) {
      forecast.apply(Rehearsal.ref(index++), effect);
    }
    slow.performAll(effects);
    slow.world.tick(50);

    assertTrue(
        forecast.findings().stream().anyMatch(one -> one.text().contains("it is not fenced")),
        () -> forecast.findings().toString());
    assertTrue(
        slow.world.hazards().stream().anyMatch(one -> one.contains("forced to be alone")),
        () -> slow.world.hazards().toString());
  }

  @Test
  void aWaitThatFailsSaysThatTheFlagIsStillThere() {
    Rehearsal slow = new Rehearsal(SlowWorld.builder().crashing("cp2").crashing("cp3").build());
    slow.performAll(effects(slow.reader()).subList(0, 7));

    ConditionCheck.Look look = ConditionCheck.look(new Condition.Alone(CP1), slow.reader());
    assertFalse(look.holds());
    assertTrue(look.missing().contains("still says --force-new-cluster: resume"), look.missing());
  }

  @Test
  void oneOfThreeIsNotAlone() {
    Rehearsal slow = new Rehearsal(SlowWorld.builder().build());
    ConditionCheck.Look look = ConditionCheck.look(new Condition.Alone(CP1), slow.reader());
    assertFalse(look.holds());
    assertTrue(look.missing().startsWith("it lists ["), look.missing());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "    - --force-new-cluster",
        "    - --force-new-cluster=true",
        "    - -force-new-cluster=T",
        "    command: [etcd, --force-new-cluster, --name=a]",
        "ETCD_FORCE_NEW_CLUSTER=true",
        "export ETCD_FORCE_NEW_CLUSTER='1'",
      })
  void seesTheFlag(String text) {
    assertTrue(forces(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "    - --force-new-cluster=false",
        "    # - --force-new-cluster",
        "ETCD_FORCE_NEW_CLUSTER=0",
        "#ETCD_FORCE_NEW_CLUSTER=true",
        "    - --force-new-cluster-bump-amount=5",
        "    - --name=cp1",
      })
  void seesNoFlag(String text) {
    assertFalse(forces(text));
  }

  private static boolean forces(String text) {
    return new EtcdConfiguration("/f", "- etcd\n" + text + "\n", Owner.rootOnly(0600))
        .forcesNewCluster();
  }
}
