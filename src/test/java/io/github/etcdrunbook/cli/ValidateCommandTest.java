package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
  private static final String INVENTORY =
      """
      apiVersion: etcd-runbook/v1
      kind: Inventory
      cluster: {name: prod-eu1}
      ssh: {user: ops}
      etcd: {profile: kubeadm}
      hosts:
        cp1: {address: 10.0.0.1, groups: [etcd, control_plane]}
        cp2: {address: 10.0.0.2, groups: [etcd, control_plane]}
        cp3: {address: 10.0.0.3, groups: [etcd, control_plane]}
      """;

  private static final String PLAYBOOK =
      """
      apiVersion: etcd-runbook/v1
      kind: Playbook
      name: p
      title: A playbook
      summary: For a test.
      """;

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void aSoundInventoryIsSaidToBeSound() throws IOException {
    assertEquals(ExitCode.DONE, validate(write("inventory.yaml", INVENTORY)), this::text);
    assertEquals("1 file, 0 errors\n", text());
  }

  @Test
  void everyProblemOfEveryFileIsReportedInOneGo() throws IOException {
    String twice = write("b.yaml", INVENTORY.replace("10.0.0.2", "10.0.0.1"));
    String other = write("a.yaml", INVENTORY.replace("10.0.0.3", "10.0.0.2"));
    assertEquals(ExitCode.WRONG_FILES, validate(twice, other));
    assertTrue(text().indexOf(other + ":8:") < text().indexOf(twice + ":7:"), text());
    assertTrue(text().contains("error[inventory.duplicate-address]"), text());
    assertTrue(text().endsWith("2 files, 2 errors\n"), text());
  }

  @Test
  void aPlaybookIsCheckedWithTheFilesThatItIncludes() throws IOException {
    String inner = PLAYBOOK + "steps:\n  - {id: look, uses: etcd.staus}\n";
    write("inner.yaml", inner);
    String outer = write("outer.yaml", PLAYBOOK + "steps:\n  - {id: a, uses: ./inner.yaml}\n");
    assertEquals(ExitCode.WRONG_FILES, validate(outer));
    assertTrue(text().contains("inner.yaml:7:22: error[step.unknown-action]"), text());
    assertTrue(text().contains("did you mean `etcd.status`?"), text());
    assertTrue(text().contains("{id: look, uses: etcd.staus}"), text());
  }

  @Test
  void aMissingFileAndAFolderAreFindings() {
    assertEquals(
        ExitCode.WRONG_FILES, validate(folder.resolve("none").toString(), folder.toString()));
    assertTrue(text().contains("error[file.missing]"), text());
    assertTrue(text().contains("error[file.not-a-file]"), text());
  }

  @Test
  void aDeviceIsNotRead() {
    assertEquals(ExitCode.WRONG_FILES, validate("/dev/zero"));
    assertTrue(text().contains("error[file.not-a-file]"), text());
  }

  @Test
  void jsonHasTheSameFindingsAsTheText() throws IOException {
    String file = write("a.yaml", INVENTORY.replace("10.0.0.2", "10.0.0.1"));
    assertEquals(ExitCode.WRONG_FILES, validate(file, "--output", "json"));
    JsonNode finding = json(text()).at("/findings/0");
    assertEquals("inventory.duplicate-address", finding.path("rule").asText());
    assertEquals("error", finding.path("severity").asText());
    assertEquals(file, finding.at("/place/file").asText());
    assertEquals(8, finding.at("/place/line").asInt());
    assertTrue(finding.at("/place/caret").asText().contains("^"), text());
    assertEquals(7, finding.at("/related/0/place/line").asInt());
  }

  @Test
  void jsonOfASoundFileHasAnEmptyListOfFindings() throws IOException {
    assertEquals(ExitCode.DONE, validate(write("a.yaml", INVENTORY), "--output", "json"));
    assertTrue(json(text()).path("findings").isArray(), text());
    assertEquals(0, json(text()).path("findings").size());
  }

  @Test
  void jsonLinesHaveOneFindingEach() throws IOException {
    String file = write("a.yaml", INVENTORY.replaceAll("10.0.0.[23]", "10.0.0.1"));
    assertEquals(ExitCode.WRONG_FILES, validate(file, "--output", "jsonl"));
    assertEquals(2, text().lines().count());
    for (String line : text().lines().toList()) {
      assertEquals("inventory.duplicate-address", json(line).path("rule").asText());
    }
  }

  @Test
  void withoutAFileTheCommandLineIsWrong() {
    assertEquals(ExitCode.COMMAND_LINE, validate());
  }

  private ExitCode validate(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "validate";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            InputStream.nullInputStream(),
            Map.of(),
            Console.Terminal.NONE);
    return Main.run(console, all);
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text);
  }
}
