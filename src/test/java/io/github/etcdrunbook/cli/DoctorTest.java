package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.cli.DoctorFinding.Verdict;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.SlowWorldBuilder;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What `doctor` finds on hosts of the slow world. */
final class DoctorTest {
  private static List<DoctorFinding> findings(SlowWorldBuilder builder) {
    Reader reader =
        builder
            .build()
            .reader(
                new Standpoint(
                    new RunId("20260301-030000-abcd"),
                    "prod",
                    new StepId("doctor"),
                    Optional.empty()));
    return reader.hosts().stream().flatMap(host -> HostCheckup.of(reader, host).stream()).toList();
  }

  private static DoctorFinding only(List<DoctorFinding> findings, Verdict verdict, String check) {
    List<DoctorFinding> found =
        findings.stream()
            .filter(one -> one.verdict() == verdict && one.check().equals(check))
            .toList();
    assertFalse(found.isEmpty(), () -> findings.toString());
    return found.getFirst();
  }

  @Test
  void aHealthyClusterNeedsNothing() {
    List<DoctorFinding> findings = findings(SlowWorld.builder());
    assertEquals(ExitCode.DONE, DoctorCommand.code(findings), findings::toString);
    assertTrue(findings.size() > 30, findings::toString);
  }

  @Test
  void aHostThatIsOffIsUnreachable() {
    List<DoctorFinding> findings = findings(SlowWorld.builder().off("cp2"));
    assertEquals(ExitCode.UNREACHABLE, DoctorCommand.code(findings));
    assertEquals("cp2", only(findings, Verdict.UNREACHABLE, "ssh").place());
    assertFalse(only(findings, Verdict.UNREACHABLE, "ssh").hint().isEmpty());
  }

  @Test
  void anEtcdThatDoesNotRunIsAProblem() {
    List<DoctorFinding> findings = findings(SlowWorld.builder().crashing("cp3"));
    assertEquals(ExitCode.REFUSED, DoctorCommand.code(findings));
    assertEquals("cp3", only(findings, Verdict.PROBLEM, "process").place());
    assertEquals("cp3", only(findings, Verdict.PROBLEM, "client port").place());
  }

  @Test
  void aDataDirectoryThatOthersSeeOrThatIsMountedIsAWarning() {
    List<DoctorFinding> open = findings(SlowWorld.builder().madeByKubelet());
    assertTrue(only(open, Verdict.WARNING, "data").hint().contains("chmod 0700"));
    List<DoctorFinding> mounted = findings(SlowWorld.builder().mounted());
    assertTrue(only(mounted, Verdict.WARNING, "data").what().contains("mount point"));
  }

  @Test
  void aHostThatIsToJoinIsNoProblem() {
    List<DoctorFinding> findings = findings(SlowWorld.builder().fresh(1));
    assertEquals("cp4", only(findings, Verdict.WARNING, "etcd").place());
    assertEquals(ExitCode.DONE, DoctorCommand.code(findings), findings::toString);
  }

  @Test
  void theTextFitsTheTerminal() {
    List<DoctorFinding> findings = findings(SlowWorld.builder().off("cp2").mounted());
    List<String> lines = DoctorText.lines(findings, 80);
    assertTrue(
        lines.stream().allMatch(line -> line.length() <= 80), () -> String.join("\n", lines));
    assertTrue(lines.getLast().contains("1 unreachable"), lines.getLast());
  }
}
