package io.github.etcdrunbook.actions.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Alarm;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import io.github.etcdrunbook.world.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an examination finds in worlds with one fault each. */
class HealthTest {
  private static final HostName CP3 = new HostName("cp3");

  private static EtcdHealth.Output examine(SlowWorld world, String backups) {
    Reader reader =
        world.reader(
            new Standpoint(
                new RunId("20260301-030000-abcd"), "prod", new StepId("h"), Optional.empty()));
    EtcdHealth.Arguments arguments = new EtcdHealth.Arguments(backups, Duration.ofHours(25), 30);
    EtcdHealth health = new EtcdHealth();
    Decision<EtcdHealth.Output> decision =
        health.decide(arguments, health.probe(arguments, reader));
    if (decision instanceof Decision.Satisfied<EtcdHealth.Output> satisfied) {
      return satisfied.output();
    }
    throw new AssertionError(decision.toString());
  }

  private static void assertProblem(SlowWorld world, String text) {
    List<String> problems = examine(world, "").problems();
    assertTrue(problems.stream().anyMatch(one -> one.contains(text)), problems::toString);
  }

  @Test
  void findsNothingInAHealthyClusterAndBeginsWithItsMembers() {
    EtcdHealth.Output output = examine(SlowWorld.builder().version("3.5.30").build(), "/backups");
    assertEquals(List.of(), output.problems());
    assertEquals(List.of(), output.warnings());
    List<String> lines = output.report().lines().toList();
    assertEquals("healthy: 3 members", lines.getFirst());
    assertTrue(lines.get(1).startsWith("HOST  ID "), lines.get(1));
    assertTrue(lines.get(2).contains("https://10.0.0.1:2379"), lines.get(2));
    assertEquals(1, output.members().stream().filter(EtcdHealth.Row::leader).count());
  }

  @Test
  void findsAMemberThatCrashes() {
    SlowWorld world = SlowWorld.builder().build();
    world.crash(CP3, Unit.ETCD);
    assertProblem(world, "etcd of cp3 does not run");
    assertProblem(world, "is listed and does not answer");
  }

  @Test
  void findsAHostThatIsOff() {
    SlowWorld world = SlowWorld.builder().off("cp3").build();
    assertProblem(world, "host cp3: cp3 does not answer on port 22");
  }

  @Test
  void findsThatQuorumIsLost() {
    SlowWorld world = SlowWorld.builder().crashing("cp2").crashing("cp3").build();
    assertProblem(world, "there is no leader");
    assertProblem(world, "etcd of cp1 answers no linearizable read");
  }

  @Test
  void findsAlarmsAndAFullDatabase() {
    SlowWorld world = SlowWorld.builder().full().build();
    assertProblem(world, "alarm:NOSPACE");
    assertProblem(world, "cp2 fills 100 % of its quota");
    SlowWorld corrupt = SlowWorld.builder().build();
    corrupt.raise(CP3, Alarm.Type.CORRUPT);
    assertProblem(corrupt, "alarm:CORRUPT");
  }

  @Test
  void warnsOfAnEvenNumberOfVoters() {
    List<String> warnings =
        examine(SlowWorld.builder().members(4).version("3.5.30").build(), "").warnings();
    assertEquals(1, warnings.size());
    assertTrue(warnings.getFirst().startsWith("4 voters"), warnings::toString);
  }

  @Test
  void missesABackup() {
    List<String> problems = examine(SlowWorld.builder().build(), "/elsewhere").problems();
    assertEquals(List.of("there is no backup in /elsewhere"), problems);
  }

  @ParameterizedTest
  @CsvSource({
    "3.4.23, WARNING, defragmentation",
    "3.4.45, WARNING, without support",
    "3.5.1, PROBLEM, 13766",
    "3.5.5, PROBLEM, 14685",
    "3.5.9, WARNING, may go back",
    "3.5.16, WARNING, 3.5.26",
    "3.6.2, WARNING, 3.6.5",
  })
  void knowsReleasesWithFaults(String version, Symptom.Weight weight, String text) {
    Symptom symptom = KnownVersions.about(version).orElseThrow();
    assertEquals(weight, symptom.weight());
    assertTrue(symptom.text().contains(text), symptom.text());
  }

  @ParameterizedTest
  @CsvSource({"3.5.30", "3.6.14", "3.7.1", "unknown"})
  void hasNothingAgainstTheOthers(String version) {
    assertEquals(Optional.empty(), KnownVersions.about(version));
  }
}
