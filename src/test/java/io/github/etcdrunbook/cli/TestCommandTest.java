package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

class TestCommandTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private ExitCode run(String... arguments) {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Console console =
        new Console(stream, stream, InputStream.nullInputStream(), Map.of(), Console.Terminal.NONE);
    return Main.run(console, arguments);
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void saysHowManyPointsWereSurvived() {
    String example = "examples/maintenance-note.yaml";
    assertEquals(ExitCode.DONE, run("test", example, "-v", "note=x", "--every", "9"), this::text);
    assertTrue(text().contains("maintenance-note on 3 members"), text());
    assertTrue(text().contains("killed, then taken back"), text());
  }

  @Test
  void takesTheHostsOfAnInventory() {
    String playbook = "playbooks/remove-member.yaml";
    String inventory = "inventories/systemd.yaml";
    assertEquals(
        ExitCode.DONE,
        run("test", playbook, "-i", inventory, "-v", "host=etcd2", "--every", "17"),
        this::text);
    assertTrue(text().contains("remove-member on 3 members and 2 spare"), text());
  }

  @Test
  void saysWhatIsLeftBehindByAnUndoThatDoesNotTakeBack() throws IOException {
    Path playbook = folder.resolve("careless.yaml");
    Files.writeString(
        playbook,
        """
        apiVersion: etcd-runbook/v1
        kind: Playbook
        name: careless
        title: Careless
        summary: Its undo does not take back.
        steps:
          - id: make
            hosts: cp1
            uses: host.command
            with:
              command: [make]
              effect: change
              touches: [/srv/made]
              undo: {notNeeded: so it says}
        """);
    assertEquals(ExitCode.REFUSED, run("test", playbook.toString()));
    assertTrue(text().contains("cp1:/srv/made is not there"), text());
    assertTrue(text().contains("killed at event"), text());
  }
}
