package io.github.etcdrunbook.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Retry;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.run.Evidence;
import io.github.etcdrunbook.run.RunEnd;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.run.Trouble;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.world.Alarm;
import io.github.etcdrunbook.world.ClusterId;
import io.github.etcdrunbook.world.Condition;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.FailureKind;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.MemberId;
import io.github.etcdrunbook.world.NewCluster;
import io.github.etcdrunbook.world.Owner;
import io.github.etcdrunbook.world.RestoreTool;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.SnapshotFacts;
import io.github.etcdrunbook.world.StepId;
import io.github.etcdrunbook.world.Unit;
import io.github.etcdrunbook.world.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordCodecTest {
  /** An output with values of every firmness. */
  record Survey(
      Value<Long> revision,
      Value<List<MemberId>> members,
      Optional<Value<String>> uid,
      Map<HostName, Boolean> reached) {}

  /** A record that holds what must not be written. */
  record Leaky(Object secret) {}

  private static final RecordCodec CODEC = new RecordCodec(Map.of("test.survey", Survey.class));
  private static final HostName CP1 = new HostName("cp1");
  private static final StepAt AT = new StepAt(new StepId("stop"), Optional.of(CP1));
  private static final EffectRef REF = AT.effect(0);
  private static final Sha256 DIGEST = new Sha256("ab".repeat(32));

  static Stream<RunEvent> events() {
    return Stream.of(
        new RunEvent.RunStarted(
            new RunId("20260102-030405-abcd"), DIGEST, "restore", "prod", "ops"),
        new RunEvent.RunResumed("ops"),
        new RunEvent.BlockExpanded(AT.step(), List.of(CP1, new HostName("cp2"))),
        new RunEvent.StepStarted(AT, "stop it", acts(), new Evidence("{\"seen\":[1,2]}")),
        new RunEvent.EffectIntended(REF, 1),
        new RunEvent.EffectDone(REF, 1, new EffectResult.Nothing(), Optional.of("it is there")),
        new RunEvent.EffectDone(
            REF, 1, new EffectResult.Saved("/tmp/a", DIGEST, 7, 9), Optional.empty()),
        new RunEvent.EffectNotDone(REF, 1, "ünïcode \"quoted\"\nand a break"),
        new RunEvent.EffectInDoubt(REF, 2, "lost"),
        new RunEvent.EffectResolved(
            REF, 2, RunEvent.EffectResolved.Verdict.NOT_DONE, "ops", "looked at it"),
        new RunEvent.StepFinished(AT, "it is down", survey()),
        new RunEvent.StepSkipped(AT, "not needed"),
        new RunEvent.StepFailed(AT, new Trouble.Broke(new Failure.NoSpace("full"))),
        new RunEvent.StepFailed(AT, new Trouble.Doubt(REF, "nothing tells")),
        new RunEvent.GateAnswered(AT.step(), "go?", "ops", true),
        new RunEvent.DeferredAnswered(
            AT, "go?", List.of(new Effect.Move(new HostName("cp1"), "/a", "/b")), "ops", true),
        new RunEvent.NoReturnPassed(AT),
        new RunEvent.RunFinished(
            new RunEnd(
                RunEnd.Kind.FAILED,
                true,
                false,
                List.of(
                    new RunEnd.StepFailure(
                        AT, SourceRange.startOf("a.yaml"), new Trouble.Unmet("still up"))))),
        new RunEvent.UndoStarted("ops"),
        new RunEvent.UndoIntended(REF, 0, new Effect.Remove(CP1, "/a"), 1),
        new RunEvent.UndoDone(REF, 0, 1, Optional.empty()),
        new RunEvent.UndoNotDone(REF, 0, 1, "refused"),
        new RunEvent.UndoReached(new StepId("swap")),
        new RunEvent.UndoFinished(List.of("the alarm")));
  }

  private static Survey survey() {
    return new Survey(
        Value.drifting(4034L),
        Value.fixed(List.of(new MemberId(-1))),
        Optional.of(new Value.Pending<>(REF, "uid")),
        Map.of(CP1, true));
  }

  private static List<Act> acts() {
    Member member =
        new Member(new MemberId(-2), "cp1", List.of("https://a:2380"), List.of(), false);
    NewCluster cluster =
        new NewCluster("token", new ClusterId(Long.MIN_VALUE), List.of(member), 1_000_000_000L);
    SnapshotFacts facts =
        new SnapshotFacts(
            "/s",
            DIGEST,
            20,
            5,
            3,
            new SnapshotFacts.Contents(
                "3.5.0",
                "uid",
                List.of(member),
                List.of(new Alarm(Alarm.Type.NOSPACE, member.id())),
                2,
                1,
                false));
    Effect restore =
        new Effect.RestoreSnapshot(
            CP1,
            new RestoreTool(List.of("/usr/bin/etcdutl"), "on the PATH", "3.5.1", true),
            new Effect.RestoreSnapshot.Source("/s", facts),
            new Effect.RestoreSnapshot.Target("/d", Owner.rootOnly(0700), "cp1", cluster, true));
    return List.of(
        Act.of(
            new Effect.Control(CP1, Unit.ETCD, Effect.Control.Verb.STOP),
            Undo.By.one(new Effect.Control(CP1, Unit.ETCD, Effect.Control.Verb.START)),
            Duration.ofSeconds(5)),
        new Act(
            restore,
            new Undo.NotNeeded("it lies aside"),
            new Retry(
                Set.of(FailureKind.NO_LEADER, FailureKind.UNHEALTHY_CLUSTER),
                Duration.ofMillis(200),
                Duration.ofMinutes(2)),
            Duration.ofMinutes(15)),
        Act.await(
            new Effect.Await(new Condition.Formed(List.of(CP1), cluster), Duration.ofMinutes(1))),
        Act.of(
            Effect.Exec.of(CP1, List.of("true"), List.of()),
            new Undo.Irreversible("it is opaque"),
            Duration.ofSeconds(1)));
  }

  @ParameterizedTest
  @MethodSource("events")
  void readsBackEveryEventAsItWas(RunEvent event) throws RecordCodec.Unreadable {
    String json = CODEC.write(event, RunEvent.class);
    assertEquals(event, CODEC.read(json, RunEvent.class));
    assertEquals(json, CODEC.write(CODEC.read(json, RunEvent.class), RunEvent.class));
    assertEquals(1, json.lines().count());
  }

  @Test
  void hasAnExampleOfEveryKindOfEvent() {
    assertEquals(
        leaves(RunEvent.class).sorted().toList(),
        events().map(each -> each.getClass().getSimpleName()).distinct().sorted().toList());
  }

  private static Stream<String> leaves(Class<?> type) {
    return Stream.of(type.getPermittedSubclasses())
        .flatMap(each -> each.isSealed() ? leaves(each) : Stream.of(each.getSimpleName()));
  }

  @Test
  void writesNamesAsTheyAreTyped() {
    assertEquals(
        "{\"is\":\"StepSkipped\",\"at\":{\"step\":\"stop\",\"host\":\"cp1\"},\"why\":\"w\"}",
        CODEC.write(new RunEvent.StepSkipped(AT, "w"), RunEvent.class));
  }

  @Test
  void refusesWhatIsNoRecord() {
    Leaky leaky = new Leaky(new char[] {1});
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> CODEC.evidence(leaky));
    assertEquals("[C cannot be written as Object", refused.getMessage());
  }

  @Test
  void refusesAnOutputThatNobodyRegistered() {
    RunEvent event = new RunEvent.StepFinished(AT, "w", AT);
    assertThrows(IllegalArgumentException.class, () -> CODEC.write(event, RunEvent.class));
  }

  @Test
  void refusesMissingUnknownAndWrongParts() {
    for (String json :
        List.of(
            "{\"is\":\"StepSkipped\",\"at\":{\"step\":\"stop\"}}",
            "{\"is\":\"StepSkipped\",\"at\":{\"step\":\"stop\"},\"why\":\"w\",\"more\":1}",
            "{\"is\":\"StepSkipped\",\"at\":{\"step\":\"STOP\"},\"why\":\"w\"}",
            "{\"is\":\"StepSkipped\",\"at\":{\"step\":\"stop\"},\"why\":1}",
            "{\"is\":\"StepVanished\",\"at\":{\"step\":\"stop\"},\"why\":\"w\"}",
            "{\"is\":\"StepSkipped\",\"at\":{\"step\":\"stop\"},\"why\":\"w\"} {}",
            "[]",
            "")) {
      assertThrows(
          RecordCodec.Unreadable.class, () -> CODEC.read(json, RunEvent.class), () -> json);
    }
  }
}
