package io.github.etcdrunbook.actions.controlplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.Recipient;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is saved of which host, and what is refused before anything is done. */
class FilesSaveTest {
  private static final RunId RUN = new RunId("20260301-030000-abcd");
  private static final String BESIDE = "/kept/prod-" + RUN + ".db";
  private static final String KEY = "gpg:" + "0123456789".repeat(4);
  private static final FilesSave ACTION = new FilesSave();

  private static FilesSave.Observation look(SlowWorld world, FilesSave.Arguments arguments) {
    return ACTION.probe(
        arguments,
        world.reader(new Standpoint(RUN, "prod", new StepId("files"), Optional.empty())));
  }

  private static Decision<FilesSave.Output> decide(SlowWorld world, String beside, String key) {
    FilesSave.Arguments arguments = new FilesSave.Arguments(beside, key);
    return ACTION.decide(arguments, look(world, arguments));
  }

  private static String refusal(String beside, String key) {
    return assertInstanceOf(
            Decision.Refused.class, decide(SlowWorld.builder().build(), beside, key))
        .why();
  }

  @Test
  void savesOneFileForEachHostWithEtcd() {
    Decision.Change<?> change =
        assertInstanceOf(
            Decision.Change.class, decide(SlowWorld.builder().fresh(1).build(), BESIDE, KEY));
    assertEquals(
        List.of("cp1", "cp2", "cp3").stream()
            .map(host -> "/kept/prod-" + RUN + "-" + host + ".tar.gpg")
            .toList(),
        change.acts().stream()
            .map(Act::effect)
            .map(effect -> ((Effect.SealFiles) effect).path())
            .toList());
  }

  @Test
  void tellsWhomItLeavesOut() {
    Decision.Change<?> change =
        assertInstanceOf(
            Decision.Change.class, decide(SlowWorld.builder().off("cp2").build(), BESIDE, KEY));
    assertEquals("save the files of 2 hosts; left out, since silent: cp2", change.summary());
  }

  @Test
  void nobodyNamedIsNothingSaved() {
    assertInstanceOf(
        Decision.Satisfied.class, decide(SlowWorld.builder().build(), "/kept/any.db", ""));
  }

  @Test
  void refusesWhatNamesNoKeyOrNoRun() {
    assertTrue(refusal(BESIDE, "gpg:ops@example.org").contains("names no key"));
    assertTrue(refusal(BESIDE, "age1abc").contains("names no key"));
    assertTrue(refusal("/kept/prod.db", KEY).contains("is no name"));
  }

  @Test
  void refusesAKeyThatCannotBeEncryptedFor() {
    FilesSave.Observation seen =
        new FilesSave.Observation(
            true,
            Optional.of(new Recipient(Recipient.Tool.AGE, "age1key")),
            Optional.of(new FilesSave.Objection("no program `age`", "install it")),
            List.of(),
            List.of(new HostName("cp1")));
    Decision.Refused<?> refused =
        assertInstanceOf(
            Decision.Refused.class, ACTION.decide(new FilesSave.Arguments(BESIDE, KEY), seen));
    assertEquals("install it", refused.hint());
  }
}
