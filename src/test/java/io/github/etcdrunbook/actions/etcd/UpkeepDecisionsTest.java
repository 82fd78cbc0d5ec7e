package io.github.etcdrunbook.actions.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Alarm;
import io.github.etcdrunbook.world.ClusterId;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.EffectText;
import io.github.etcdrunbook.world.EtcdConfiguration;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.MemberId;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Owner;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Space;
import io.github.etcdrunbook.world.StepId;
import io.github.etcdrunbook.world.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What compaction, defragmentation, space and disarming decide from what was seen. */
class UpkeepDecisionsTest {
  private static final HostName CP1 = new HostName("cp1");
  private static final HostName CP2 = new HostName("cp2");
  private static final HostName CP3 = new HostName("cp3");
  private static final long MIB = 1L << 20;
  private static final MemberId SELF = new MemberId(7);
  private static final String DEFAULT_RULE = "free * 10 > size";

  private static void assertRefused(Decision<?> decision, String why, String hint) {
    Decision.Refused<?> refused = assertInstanceOf(Decision.Refused.class, decision);
    assertTrue(refused.why().contains(why), refused.why());
    assertTrue(refused.hint().contains(hint), refused.hint());
  }

  private static void assertSatisfied(Decision<?> decision, String why) {
    Decision.Satisfied<?> satisfied = assertInstanceOf(Decision.Satisfied.class, decision);
    assertTrue(satisfied.why().contains(why), satisfied.why());
  }

  private static List<Act> acts(Decision<?> decision) {
    return decision instanceof Decision.Change<?> change
        ? change.acts()
        : fail(decision.toString());
  }

  private static List<String> effects(Decision<?> decision) {
    return acts(decision).stream().map(act -> EffectText.withHost(act.effect())).toList();
  }

  // Compaction.

  private static Decision<?> compact(long wanted, long newest, long compacted) {
    return new EtcdCompact()
        .decide(
            new EtcdCompact.Arguments(Value.drifting(wanted)),
            new EtcdCompact.Observation(
                Optional.of(
                    new EtcdCompact.Seen(CP1, Value.drifting(newest), Value.drifting(compacted)))));
  }

  @Test
  void compactsToTheRevisionOnce() {
    assertEquals(
        List.of("cp1: compact the history below revision ~4000"),
        effects(compact(4000, 5000, 3000)));
    assertSatisfied(compact(4000, 5000, 4000), "below revision 4,000");
    assertSatisfied(compact(-500, 500, 0), "no history");
  }

  @Test
  void compactsNeitherTheFutureNorWithoutQuorum() {
    assertRefused(compact(6000, 5000, 3000), "in the future", "keep");
    assertRefused(
        new EtcdCompact()
            .decide(
                new EtcdCompact.Arguments(Value.drifting(5L)),
                new EtcdCompact.Observation(Optional.empty())),
        "no member has quorum",
        "bring members back");
  }

  // Defragmentation.

  private static final class Site {
    private String rule = DEFAULT_RULE;
    private boolean force;
    private boolean outage;
    private String despiteProbe = "";
    private Optional<Duration> budget = Optional.of(Duration.ofSeconds(95));
    private long size = 1000 * MIB;
    private long inUse = 400 * MIB;
    private long free = 2000 * MIB;
    private String version = "3.5.16";
    private boolean learner;
    private long lag;
    private List<String> errors = List.of();
    private List<HostName> silent = List.of();
    private List<HostName> others = List.of(CP2, CP3);

    private Decision<?> decide() {
      return decide(new Space(Value.drifting(size), Value.drifting(inUse)));
    }

    private Decision<?> decide(Space space) {
      MemberStatus status =
          new MemberStatus(
              new ClusterId(1),
              SELF,
              version,
              Optional.of(SELF),
              learner,
              Value.drifting(new MemberStatus.Progress(5, 2, 5000 + lag, 5000, size, inUse)),
              errors);
      return new EtcdDefragment()
          .decide(
              new EtcdDefragment.Arguments(rule, force, outage, despiteProbe),
              new DefragmentSite(
                  CP1,
                  new Sight.Seen<>(status),
                  new Sight.Seen<>(space),
                  new DefragmentSite.Setting(2L << 30, Value.drifting(free), budget),
                  others,
                  silent));
    }
  }

  private final Site site = new Site();

  @Test
  void handsLeadershipOverBeforeItDefragments() {
    assertEquals(
        List.of(
            "cp1: hand leadership to another member, if this one leads",
            "wait until there are quorum and one leader among cp1, cp2, cp3 (at most 2m)",
            "cp1: defragment this member; it answers nobody meanwhile",
            "wait until there are quorum and one leader among cp1, cp2, cp3 (at most 2m)"),
        effects(site.decide()));
  }

  @Test
  void theOnlyMemberNeedsAWordThatTheOutageIsMeant() {
    site.others = List.of();
    assertRefused(site.decide(), "the only member of its cluster", "accept_outage=true");
  }

  @Test
  void anOutageIsAcceptedOfTheOnlyMemberAlone() {
    site.outage = true;
    assertRefused(site.decide(), "more than one member", "leave the input accept_outage out");
  }

  @Test
  void hasNobodyToHandLeadershipToWhenItIsAlone() {
    site.others = List.of();
    site.outage = true;
    assertInstanceOf(Effect.Defragment.class, acts(site.decide()).getFirst().effect());
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 950, below the rule",
    "1000, 999, nothing to gain",
    "10, 9, nothing to gain",
    "1000, 1000, only what is in use",
  })
  void leavesAMemberAloneThatIsFullOfData(long size, long inUse, String why) {
    site.size = size * MIB;
    site.inUse = inUse * MIB;
    assertSatisfied(site.decide(), why);
  }

  @ParameterizedTest
  @CsvSource({
    "size > 900 * 1024 * 1024, true",
    "size > 1100 * 1024 * 1024, false",
    "size * 100 > quota * 40, true",
    "inUse * 100 < size * 30, false",
  })
  void asksTheRuleOfThePlaybook(String rule, boolean changes) {
    site.rule = rule;
    assertEquals(changes, site.decide() instanceof Decision.Change);
  }

  @ParameterizedTest
  @ValueSource(strings = {"size >", "siez > 5", "size", "size / (quota - quota) > 1"})
  void refusesARuleThatCannotBeRead(String rule) {
    site.rule = rule;
    assertRefused(site.decide(), "cannot be read", "condition over size");
  }

  @Test
  void plansTheMostWhenTheUseIsKnownOnlyLater() {
    Value<Long> later =
        new Value.Pending<>(new EffectRef(new StepId("compact"), Optional.empty(), 0), "in use");
    assertEquals(4, effects(site.decide(new Space(Value.drifting(5L), later))).size());
    assertSatisfied(site.decide(new Space(later, later)), "only what is in use");
  }

  @Test
  void refusesWhatWouldHurt() {
    site.silent = List.of(CP3);
    assertRefused(site.decide(), "[cp3] does not answer", "bring every member back");
    site.silent = List.of();
    site.errors = List.of("memberID:7 alarm:CORRUPT");
    assertRefused(site.decide(), "CORRUPT", "replace the corrupt member");
    site.errors = List.of();
    site.learner = true;
    assertRefused(site.decide(), "catches up", "in sync");
    site.learner = false;
    site.lag = 5000;
    assertRefused(site.decide(), "catches up", "in sync");
    site.lag = 0;
    site.free = 100 * MIB;
    assertRefused(site.decide(), "503,316,480 are needed", "free space");
  }

  @Test
  void refusesAVersionThatLosesItsConsistencyUnlessForced() {
    site.version = "3.5.5";
    assertRefused(site.decide(), "3.5.5", "3.5.6");
    site.force = true;
    assertInstanceOf(Decision.Change.class, site.decide());
  }

  @ParameterizedTest
  @CsvSource({"4700, 95, true", "4900, 95, false", "400, 7, false", "400, 31, true"})
  void refusesWhatMayTakeMoreThanHalfOfTheLivenessBudget(long megabytes, long budget, boolean may) {
    site.size = 12_000_000_000L;
    site.inUse = megabytes * 1_000_000;
    site.free = 2 * site.size;
    site.budget = Optional.of(Duration.ofSeconds(budget));
    if (may) {
      assertInstanceOf(Decision.Change.class, site.decide());
    } else {
      assertRefused(site.decide(), "kills etcd after " + budget + " s", "despite_probe");
      site.despiteProbe = "the probe is raised";
      assertInstanceOf(Decision.Change.class, site.decide());
      site.despiteProbe = "";
      site.budget = Optional.empty();
      assertInstanceOf(Decision.Change.class, site.decide());
    }
  }

  @Test
  void readsTheBudgetFromTheManifest() {
    String manifest =
        """
        kind: Pod
        spec:
          containers:
          - name: etcd
            startupProbe: {failureThreshold: 24, periodSeconds: 10}
            livenessProbe:
              failureThreshold: 8
              periodSeconds: 10
              timeoutSeconds: 15
        """;
    assertEquals(Optional.of(Duration.ofSeconds(95)), budget(manifest));
    assertEquals(
        Optional.of(Duration.ofSeconds(31)),
        budget(manifest.substring(0, manifest.indexOf("failureThreshold: 8")) + "httpGet: {}\n"));
    assertEquals(Optional.empty(), budget(manifest.replace("livenessProbe", "readinessProbe")));
    assertEquals(Optional.empty(), budget("ETCD_NAME=cp1\n"));
  }

  private static Optional<Duration> budget(String manifest) {
    return LivenessBudget.of(new EtcdConfiguration("etcd.yaml", manifest, Owner.rootOnly(0600)));
  }

  @Test
  void refusesASilentMember() {
    Sight<MemberStatus> status = new Sight.Unseen<>(new Failure.Unreachable("gone"));
    Decision<?> decision =
        new EtcdDefragment()
            .decide(
                new EtcdDefragment.Arguments(DEFAULT_RULE, false, false, ""),
                new DefragmentSite(
                    CP1,
                    status,
                    Space.of(status),
                    new DefragmentSite.Setting(2L << 30, Value.drifting(0L), Optional.empty()),
                    List.of(),
                    List.of()));
    assertRefused(decision, "does not answer: gone", "bring the member back");
  }

  // Space.

  private static Decision<?> space(long below, long inUse) {
    Space space = new Space(Value.drifting(95 * MIB), Value.drifting(inUse * MIB));
    return new EtcdSpace()
        .decide(
            new EtcdSpace.Arguments(below),
            new EtcdSpace.Observation(
                List.of(new EtcdSpace.Seen(CP1, new Sight.Seen<>(space), 100 * MIB)),
                Value.drifting(5000L),
                Value.drifting(3000L)));
  }

  @Test
  void tellsHowFullTheMembersAre() {
    assertSatisfied(space(0, 90), "(95 %), 94,371,840 in use, history of 2,000 revisions");
    assertSatisfied(space(80, 79), "cp1 is the fullest");
    assertRefused(space(80, 80), "cp1 uses 83,886,080 bytes, 80 %", "raise-quota");
  }

  // Disarming.

  private static Decision<?> disarm(List<Alarm> alarms, long size) {
    return new AlarmDisarm()
        .decide(
            new AlarmDisarm.Arguments(Alarm.Type.NOSPACE, 90),
            new AlarmDisarm.Observation(
                Optional.of(new AlarmDisarm.Listing(CP1, alarms, List.of(SELF, new MemberId(3)))),
                List.of(new AlarmDisarm.Filled(CP2, Value.drifting(size * MIB), 100 * MIB))));
  }

  @Test
  void disarmsOnlyWhenThereIsRoomAndNothingCorrupt() {
    Alarm full = new Alarm(Alarm.Type.NOSPACE, SELF);
    assertEquals(
        List.of(
            "cp1: disarm the alarm NOSPACE of member 3",
            "cp1: disarm the alarm NOSPACE of member 7"),
        effects(disarm(List.of(full), 89)));
    assertRefused(disarm(List.of(full), 90), "database of cp2 still takes", "defragment every");
    assertRefused(
        disarm(List.of(full, new Alarm(Alarm.Type.CORRUPT, SELF)), 10),
        "CORRUPT",
        "replace the corrupt member");
    assertSatisfied(disarm(List.of(), 99), "no NOSPACE alarm");
  }
}
