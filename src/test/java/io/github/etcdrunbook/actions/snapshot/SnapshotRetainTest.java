package io.github.etcdrunbook.actions.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.actions.snapshot.SnapshotRetain.Standing;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Alarm;
import io.github.etcdrunbook.world.DescribedSnapshot;
import io.github.etcdrunbook.world.EffectText;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.SlowWorldBuilder;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which snapshots go, by what was seen; and what counts as seen. */
class SnapshotRetainTest {
  private static final String NEWEST = "/backups/prod-20260301-030000-abcd.db";
  private static final SnapshotRetain ACTION = new SnapshotRetain();

  private static String old(int day) {
    return "/backups/prod-202602%02d-030000-abcd.db".formatted(day);
  }

  private static SnapshotRetain.Copy copy(int day, boolean sound) {
    return new SnapshotRetain.Copy(
        new DescribedSnapshot(old(day), new Sha256("0".repeat(64)), "uid"), sound);
  }

  private static Decision<?> decide(int keep, Standing standing, SnapshotRetain.Copy... older) {
    return ACTION.decide(
        new SnapshotRetain.Arguments(NEWEST, keep),
        new SnapshotRetain.Observation(standing, List.of(older)));
  }

  private static List<Act> acts(Decision<?> decision) {
    return decision instanceof Decision.Change<?> change
        ? change.acts()
        : fail(decision.toString());
  }

  private static List<String> gone(Decision<?> decision) {
    return decision instanceof Decision.Change<?> change
        ? change.acts().stream().map(act -> EffectText.of(act.effect())).toList()
        : List.of();
  }

  @ParameterizedTest
  @CsvSource({"1,3", "2,2", "3,1", "4,0", "5,0", "2147483647,0"})
  void theOldestGoUntilSoManyAreLeft(int keep, int goes) {
    Decision<?> decision =
        decide(keep, Standing.SOUND, copy(27, true), copy(26, true), copy(25, true));
    assertEquals(
        List.of(27, 26, 25).subList(3 - goes, 3).stream()
            .map(day -> "delete the snapshot " + old(day) + " and what was saved with it")
            .toList(),
        gone(decision));
  }

  @Test
  void theNewOneIsNeverAmongThem() {
    assertEquals(List.of(), gone(decide(1, Standing.SOUND)));
  }

  @Test
  void noneGoesUnlessAskedFor() {
    Decision<?> decision = decide(0, Standing.SOUND, copy(27, true));
    assertInstanceOf(Decision.Satisfied.class, decision);
    assertInstanceOf(Decision.Refused.class, decide(-1, Standing.SOUND));
  }

  @Test
  void noneGoesWhileOneIsDamaged() {
    for (int damaged = 0; damaged < 3; damaged++) {
      SnapshotRetain.Copy[] older = {copy(27, true), copy(26, true), copy(25, true)};
      older[damaged] = copy(27 - damaged, false);
      Decision.Satisfied<?> decision =
          assertInstanceOf(Decision.Satisfied.class, decide(1, Standing.SOUND, older));
      assertTrue(decision.why().contains(old(27 - damaged) + " is not what"), decision.why());
      assertEquals(new SnapshotRetain.Output(3), decision.output(), Arrays.toString(older));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SOUND")
  void noneGoesInDoubt(Standing standing) {
    assertEquals(List.of(), gone(decide(1, standing, copy(27, true))));
  }

  @Test
  void aDeletionSaysThatItIsForGood() {
    acts(decide(1, Standing.SOUND, copy(27, true)))
        .forEach(act -> assertInstanceOf(Undo.Irreversible.class, act.undo()));
  }

  private static SnapshotRetain.Observation look(SlowWorld world, String newest) {
    Reader reader =
        world.reader(
            new Standpoint(
                new RunId("20260301-030000-abcd"), "prod", new StepId("retain"), Optional.empty()));
    return ACTION.probe(new SnapshotRetain.Arguments(newest, 2), reader);
  }

  private static SlowWorldBuilder saved() {
    return SlowWorld.builder().backup(NEWEST);
  }

  private static List<String> paths(SnapshotRetain.Observation seen) {
    return seen.older().stream().map(one -> one.snapshot().path()).toList();
  }

  @Test
  void seesOnlyFilesThatEarlierRunsNamedLikeThis() {
    SlowWorld world =
        saved()
            .backup(old(3))
            .backup(old(5))
            .backup(old(4))
            .backup("/backups/prod-before-20260203-030000-abcd.db")
            .backup("/backups/prod-eu-20260203-030000-abcd.db")
            .backup("/backups/other-20260203-030000-abcd.db")
            .backup("/backups/prod-20260203-030000-abcd.db.part-20260203-030000-abcd")
            .backup("/backups/prod-20260203-030000-abcd.db.json")
            .backup("/backups/prod-20260203-030000-abcd\n.db")
            .backup("/backups/prod-20260203.db")
            .backup("/backups/prod-.db")
            .backup("/backups/below/prod-20260203-030000-abcd.db")
            .build();
    SnapshotRetain.Observation seen = look(world, NEWEST);
    assertEquals(Standing.SOUND, seen.standing());
    assertEquals(List.of(old(5), old(4), old(3)), paths(seen));
  }

  @Test
  void seesNothingInDoubt() {
    assertEquals(Standing.ABSENT, look(SlowWorld.builder().build(), NEWEST).standing());
    assertEquals(Standing.STRANGE_NAME, look(saved().build(), "/backups/now.db").standing());
    SlowWorld corrupt = saved().backup(old(3)).build();
    corrupt.raise(new HostName("cp1"), Alarm.Type.CORRUPT);
    assertEquals(Standing.CORRUPT, look(corrupt, NEWEST).standing());
    SlowWorld off = saved().backup(old(3)).off("cp1").off("cp2").off("cp3").build();
    assertEquals(Standing.UNKNOWN_CLUSTER, look(off, NEWEST).standing());
  }
}
