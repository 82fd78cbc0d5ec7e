package io.github.etcdrunbook.actions.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.actions.etcd.ForceNewCluster.Observation;
import io.github.etcdrunbook.actions.etcd.ForceNewCluster.Site;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.ClusterId;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectText;
import io.github.etcdrunbook.world.EtcdConfiguration;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.EtcdLayout.Profile;
import io.github.etcdrunbook.world.Incarnation;
import io.github.etcdrunbook.world.MemberId;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Owner;
import io.github.etcdrunbook.world.PathState;
import io.github.etcdrunbook.world.UnitState;
import io.github.etcdrunbook.world.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a member is forced to be alone, how, and when not; and the copy that goes before. */
class ForceNewClusterTest {
  private static final HostName CP2 = new HostName("cp2");
  private static final Owner ETCD = new Owner(999, 999, 0700);
  private static final EtcdConfiguration ENVIRONMENT =
      new EtcdConfiguration("/etc/etcd.env", "ETCD_NAME=cp2", Owner.rootOnly(0600));
  private static final UnitState DOWN =
      new UnitState(true, false, Optional.empty(), Optional.empty());
  private static final UnitState UP =
      new UnitState(true, true, Optional.empty(), Optional.of(new Incarnation("7", 7, "")));

  private static EtcdLayout layout(String version, Optional<String> wal) {
    return new EtcdLayout(
        "cp2",
        new EtcdLayout.Directories("/var/lib/etcd", wal, ETCD, ETCD),
        List.of("https://10.0.0.2:2380"),
        List.of("https://10.0.0.2:2379"),
        "https://127.0.0.1:2379",
        Optional.empty(),
        new EtcdLayout.Settings(
            Profile.SYSTEMD, Optional.of(version).filter(text -> !text.isEmpty()), 0, false));
  }

  private static Site stopped(String version) {
    return new Site(
        layout(version, Optional.empty()),
        Optional.of(ENVIRONMENT),
        DOWN,
        true,
        false,
        Optional.empty());
  }

  private static Site alone(EtcdConfiguration file, boolean forces) {
    MemberStatus status =
        new MemberStatus(
            new ClusterId(0xabc),
            new MemberId(2),
            "3.5.30",
            Optional.of(new MemberId(2)),
            false,
            Value.drifting(new MemberStatus.Progress(1, 1, 1, 1, 1, 1)),
            List.of());
    return new Site(
        layout("3.5.30", Optional.empty()),
        Optional.of(file),
        UP,
        true,
        forces,
        Optional.of(status));
  }

  private static Decision<ForceNewCluster.Output> decide(Site site) {
    return new ForceNewCluster()
        .decide(
            new ForceNewCluster.Arguments(Duration.ofMinutes(3)),
            new Observation(CP2, Optional.of(site)));
  }

  private static void assertRefused(Decision<?> decision, String why, String hint) {
    Decision.Refused<?> refused = assertInstanceOf(Decision.Refused.class, decision);
    assertTrue(refused.why().contains(why), refused.why());
    assertTrue(refused.hint().contains(hint), refused.hint());
  }

  private static EtcdConfiguration forcing() {
    return new EtcdConfiguration(
        ENVIRONMENT.file(), "ETCD_NAME=cp2\nETCD_FORCE_NEW_CLUSTER=true\n", ENVIRONMENT.owner());
  }

  @Test
  void startsOnceWithTheFlagAndAtOnceWithout() {
    Decision.Change<?> change = assertInstanceOf(Decision.Change.class, decide(stopped("3.5.30")));
    List<Act> acts = change.acts();
    assertEquals(
        List.of(
            "cp2: write etcd's settings /etc/etcd.env",
            "cp2: start etcd (lift the park or fence)",
            "wait until etcd of cp2 serves as the only member of its cluster",
            "cp2: stop etcd (park its manifest or fence its unit)",
            "wait until etcd on cp2 is gone",
            "cp2: write etcd's settings /etc/etcd.env",
            "cp2: start etcd (lift the park or fence)",
            "wait until etcd on cp2 is ready",
            "wait until etcd of cp2 serves as the only member of its cluster"),
        acts.stream()
            .map(act -> EffectText.withHost(act.effect()).replaceAll(" \\(at most.*", ""))
            .toList());
    assertEquals(Optional.of(forcing()), written(acts.get(0)));
    assertEquals(Optional.of(ENVIRONMENT), written(acts.get(5)));
    assertInstanceOf(Undo.By.class, acts.get(0).undo());
    assertInstanceOf(Undo.Irreversible.class, acts.get(1).undo());
  }

  private static Optional<EtcdConfiguration> written(Act act) {
    return assertInstanceOf(Effect.Configure.class, act.effect())
        .setup()
        .map(Effect.Configure.Setup::configuration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.4.45", "3.5.24", "3.6.5", "3.5", ""})
  void refusesAnEtcdThatKeepsMembers(String version) {
    assertRefused(decide(stopped(version)), "etcd", "route=snapshot");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.5.25", "3.6.6", "3.7.0"})
  void takesAnEtcdThatDropsAll(String version) {
    assertInstanceOf(Decision.Change.class, decide(stopped(version)));
  }

  @Test
  void isSatisfiedOnlyWithoutTheFlagInFileAndProcess() {
    Decision.Satisfied<?> done =
        assertInstanceOf(Decision.Satisfied.class, decide(alone(ENVIRONMENT, false)));
    assertEquals(new ForceNewCluster.Output("abc", "cp2"), done.output());
    assertRefused(decide(alone(forcing(), false)), "the settings of etcd of cp2", "take it out");
    assertRefused(decide(alone(ENVIRONMENT, true)), "the running etcd of cp2", "restart");
  }

  @Test
  void refusesWhatRunsAndWhatIsNotCopied() {
    Site site = stopped("3.5.30");
    assertRefused(
        decide(new Site(site.layout(), site.file(), UP, true, false, Optional.empty())),
        "runs, or may be started",
        "controlplane.stop");
    assertRefused(
        decide(new Site(site.layout(), site.file(), DOWN, false, false, Optional.empty())),
        "no copy",
        "etcd.data_copy");
    assertRefused(
        decide(new Site(site.layout(), Optional.empty(), DOWN, true, false, Optional.empty())),
        "in no file",
        "snapshot");
  }

  private static Decision<DataCopy.Output> copy(DataCopy.Places places) {
    return new DataCopy()
        .decide(new DataCopy.Arguments(), new DataCopy.Observation(CP2, Optional.of(places)));
  }

  @ParameterizedTest
  @CsvSource({
    "true, false, true, runs",
    "false, true, true, WAL",
    "false, false, false, there is no data",
  })
  void copiesOnlyAllThatAStoppedEtcdHas(boolean runs, boolean apart, boolean data, String why) {
    assertRefused(
        copy(
            new DataCopy.Places(
                "/var/lib/etcd",
                data ? new PathState.Directory(ETCD, false, false) : new PathState.Absent(),
                "/var/lib/etcd.copy-x",
                false,
                apart,
                runs ? UP : DOWN)),
        why,
        "");
  }

  @Test
  void copiesOnceAndTheUndoRemovesTheCopy() {
    PathState there = new PathState.Directory(ETCD, false, false);
    Decision.Change<?> change =
        assertInstanceOf(
            Decision.Change.class,
            copy(new DataCopy.Places("/d", there, "/d.copy-x", false, false, DOWN)));
    assertEquals(
        List.of(
            Act.of(
                new Effect.Copy(CP2, "/d", "/d.copy-x"),
                Undo.By.one(new Effect.Remove(CP2, "/d.copy-x")),
                Duration.ofMinutes(15))),
        change.acts());
    assertInstanceOf(
        Decision.Satisfied.class,
        copy(new DataCopy.Places("/d", there, "/d.copy-x", true, false, UP)));
  }
}
