package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.run.RunEnd;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.world.StepId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  private static final String RUN = "20260301-120000-bbbb";
  private static final String HOSTILE =
      "</style><script>alert(1)</script><img src=x onerror=alert(1)> | `x` [a](http://evil) @all\n"
          + "# heading\u001b[2J\u202e";

  @TempDir private Path state;
  private RunOnDisk runs;

  @BeforeEach
  void start() {
    runs = new RunOnDisk(state);
  }

  private void record(List<RunEvent> events) throws IOException {
    Plan plan = runs.plan(RUN);
    runs.journal(plan, Stream.concat(Stream.of(runs.started(plan)), events.stream()).toList())
        .close();
  }

  private String report(String form) {
    assertEquals(
        ExitCode.DONE, runs.command(Optional.empty(), "report", RUN, "--output", form), runs::err);
    return runs.out();
  }

  private static List<RunEvent> swapped() {
    List<RunEvent> events = new ArrayList<>();
    events.add(RunOnDisk.finished(RunOnDisk.LOOK));
    events.addAll(RunOnDisk.happened(RunOnDisk.SWAP1, RunOnDisk.move("cp1")));
    events.add(RunOnDisk.finished(RunOnDisk.SWAP1));
    return events;
  }

  private static List<RunEvent> failed(String what) {
    return Stream.concat(swapped().stream(), RunOnDisk.failed(RunOnDisk.SWAP2, what).stream())
        .toList();
  }

  private static RunEvent ended(RunEnd.Kind kind) {
    return new RunEvent.RunFinished(new RunEnd(kind, true, false, List.of()));
  }

  @Test
  void tellsAFailureWithItsPlaceItsReasonAndTheCommands() throws IOException {
    record(failed("disk full"));
    String markdown = report("md");
    assertTrue(markdown.startsWith("# backup on prod\\-eu1".replace("\\-", "-")), markdown);
    assertTrue(markdown.contains("## What failed: `swap@cp2`"), markdown);
    assertTrue(markdown.contains("`backup.yaml:1:1`"), markdown);
    assertTrue(markdown.contains("disk full"), markdown);
    assertTrue(markdown.contains("etcd-runbook resume " + RUN), markdown);
    assertTrue(markdown.contains("etcd-runbook undo " + RUN), markdown);
    String html = report("html");
    assertTrue(html.contains("What failed: swap@cp2"), html);
    assertTrue(html.contains("etcd-runbook resume " + RUN), html);
  }

  @Test
  void nothingFromOutsideActsInThePage() throws IOException {
    record(
        Stream.concat(
                Stream.of(new RunEvent.GateAnswered(new StepId("swap"), HOSTILE, HOSTILE, true)),
                failed(HOSTILE).stream())
            .toList());
    String html = report("html");
    assertFalse(html.contains("<script") || html.contains("<img"), html);
    assertFalse(html.contains("\u001b") || html.contains("\u202e"), html);
    assertFalse(Pattern.compile("<[^>]* (style|src|href|on\\w+)=").matcher(html).find(), html);
    assertTrue(html.contains("&lt;script&gt;alert(1)"), "it is shown as text");
  }

  @Test
  void thePolicyAllowsTheOneStyleSheetAndNothingElse()
      throws IOException, GeneralSecurityException {
    record(swapped());
    String html = report("html");
    Matcher sheet = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(html);
    assertTrue(sheet.find());
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(sheet.group(1).getBytes(StandardCharsets.UTF_8));
    assertFalse(sheet.find(), "one style sheet");
    assertTrue(
        html.contains(
            "default-src 'none'; style-src 'sha256-"
                + Base64.getEncoder().encodeToString(digest)
                + "'; base-uri 'none'"),
        html.substring(0, 600));
  }

  @Test
  void aHostileTextStaysInItsCell() throws IOException {
    record(failed(HOSTILE));
    List<String> lines = report("md").lines().toList();
    for (String line : lines) {
      assertFalse(line.startsWith("# heading") && !insideBlock(lines, line), line);
    }
    long columns = 0;
    for (String line : lines) {
      if (!line.startsWith("|")) {
        columns = 0;
        continue;
      }
      long cells = line.chars().filter(letter -> letter == '|').count();
      columns = columns == 0 ? cells : columns;
      assertEquals(columns, cells, line);
    }
  }

  private static boolean insideBlock(List<String> lines, String line) {
    return lines.subList(0, lines.indexOf(line)).stream()
                .filter(each -> each.startsWith("```"))
                .count()
            % 2
        == 1;
  }

  @Test
  void jsonHasTheSame() throws IOException {
    record(failed("disk full"));
    JsonNode json = new ObjectMapper().readTree(report("json"));
    assertEquals(RUN, json.path("run").asText());
    assertEquals("FAILED", json.path("end").asText());
    assertEquals("failed", json.at("/steps/2/state").asText());
    assertEquals("disk full", json.at("/steps/2/failure").asText());
    assertEquals("happened", json.at("/steps/1/effects/0/state").asText());
    assertEquals("trouble", json.at("/moments/1/what").asText());
  }

  @Test
  void aRunThatGoesOnIsToldAsFarAsItIs() throws IOException {
    record(
        Stream.concat(
                swapped().stream(),
                Stream.of(
                    RunOnDisk.begun(RunOnDisk.SWAP2, RunOnDisk.move("cp2")),
                    new RunEvent.EffectIntended(RunOnDisk.SWAP2.effect(0), 1)))
            .toList());
    JsonNode json = new ObjectMapper().readTree(report("json"));
    assertEquals("at work", json.at("/steps/2/state").asText());
    assertTrue(json.at("/steps/2/span/to").isMissingNode());
    assertTrue(report("html").contains("running or died"));
    assertTrue(report("md").contains("wait; or, if its process died"));
  }

  @Test
  void anEffectInDoubtIsToldWithItsReason() throws IOException {
    record(
        Stream.concat(
                swapped().stream(),
                Stream.of(
                    RunOnDisk.begun(RunOnDisk.SWAP2, RunOnDisk.move("cp2")),
                    new RunEvent.EffectIntended(RunOnDisk.SWAP2.effect(0), 1),
                    new RunEvent.EffectInDoubt(RunOnDisk.SWAP2.effect(0), 1, "no answer"),
                    ended(RunEnd.Kind.IN_DOUBT)))
            .toList());
    JsonNode json = new ObjectMapper().readTree(report("json"));
    assertEquals("in doubt", json.at("/steps/2/state").asText());
    assertEquals("in doubt: no answer", json.at("/steps/2/effects/0/notes/0").asText());
  }

  @Test
  void anUndoneRunTellsWhatWasTakenBack() throws IOException {
    record(
        Stream.concat(
                failed("disk full").stream(),
                Stream.of(
                    new RunEvent.UndoStarted("me"),
                    new RunEvent.UndoIntended(
                        RunOnDisk.SWAP1.effect(0), 0, RunOnDisk.inverse("cp1"), 1),
                    new RunEvent.UndoDone(RunOnDisk.SWAP1.effect(0), 0, 1, Optional.empty()),
                    new RunEvent.UndoFinished(List.of())))
            .toList());
    String markdown = report("md");
    assertTrue(markdown.contains("## Taken back"), markdown);
    assertTrue(markdown.contains("`cp1: move /live to /new`"), markdown);
    assertTrue(markdown.contains("State: taken back"), markdown);
    JsonNode json = new ObjectMapper().readTree(report("json"));
    assertEquals("taken back", json.at("/steps/1/state").asText());
  }

  @Test
  void aPlanThatWasNotRunHasAReportToo() throws IOException {
    runs.plan(RUN);
    assertTrue(report("md").contains("etcd-runbook run --plan"));
    assertTrue(report("html").contains("not begun"));
    assertEquals("NEW", new ObjectMapper().readTree(report("json")).path("stage").asText());
  }

  @Test
  void writesAFileForItsOwnerAlone() throws IOException {
    record(swapped());
    Path file = state.resolve("report.html");
    Files.writeString(file, "older");
    assertEquals(
        ExitCode.DONE,
        runs.command(Optional.empty(), "report", RUN, "--output", "html", "--to", file.toString()));
    assertTrue(Files.readString(file).startsWith("<!DOCTYPE html>"));
    assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
    assertEquals("", runs.out());
    assertEquals(
        ExitCode.COMMAND_LINE,
        runs.command(Optional.empty(), "report", RUN, "--to", state + "/not/there.md"));
  }
}
