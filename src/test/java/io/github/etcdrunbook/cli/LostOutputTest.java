package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.snapshot.ExampleSnapshot;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A result that did not get to where it was to go is not one: real processes, a full device. */
class LostOutputTest {
  @TempDir Path folder;
  private Path snapshot;
  private Path inventory;
  private Path playbook;

  @BeforeEach
  void files() throws IOException {
    snapshot = ExampleSnapshot.in(folder, "3.5");
    inventory =
        Files.writeString(
            folder.resolve("inventory.yaml"),
            """
            apiVersion: etcd-runbook/v1
            kind: Inventory
            cluster: {name: nowhere}
            hosts:
              cp1: {address: 127.0.0.1, groups: [etcd]}
            """);
    playbook =
        Files.writeString(
            folder.resolve("playbook.yaml"),
            """
            apiVersion: etcd-runbook/v1
            kind: Playbook
            name: nothing
            title: Nothing
            summary: Looks at nothing.
            owner: nobody
            risk: none
            steps:
              - id: true_is_true
                title: True is true
                require:
                  - that: cluster.name == 'nowhere'
                    message: it is another cluster
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--version",
        "snapshot verify --output json SNAPSHOT",
        "snapshot inspect --get /registry/minions/cp1 --raw SNAPSHOT",
        "runs --output json",
        "plan PLAYBOOK -i INVENTORY --output json",
        "run PLAYBOOK -i INVENTORY --dry-run",
      })
  void aFullDiskIsToldAndIsNoSuccess(String command) throws IOException, InterruptedException {
    Ended ended = ended(new File("/dev/full"), command);
    assertEquals(10, ended.status(), ended::err);
    assertTrue(ended.err().contains("standard output cannot be written: "), ended::err);
  }

  /** What the run did is done: that nothing changed would be a lie. */
  @Test
  void aRunThatCouldNotBeToldIsNotOneThatChangedNothing() throws IOException, InterruptedException {
    Ended ended = ended(new File("/dev/full"), "run PLAYBOOK -i INVENTORY --yes --output jsonl");
    assertEquals(11, ended.status(), ended::err);
    Ended report = ended(new File("/dev/full"), "report --output json");
    assertEquals(10, report.status(), report::err);
    assertTrue(report.err().contains("standard output cannot be written: "), report::err);
    Ended whole = ended(folder.resolve("whole").toFile(), "report --output json");
    assertEquals(0, whole.status(), whole::err);
  }

  /** {@code | head} has what it wants. */
  @Test
  void aReaderThatLeavesIsNoFailure() throws IOException, InterruptedException {
    Process process = builder("completion").redirectError(folder.resolve("err").toFile()).start();
    try (InputStream out = process.getInputStream()) {
      assertTrue(out.read() >= 0, "something is said");
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
    assertEquals(0, process.exitValue());
    assertEquals("", Files.readString(folder.resolve("err")));
  }

  private record Ended(int status, String err) {}

  private Ended ended(File out, String command) throws IOException, InterruptedException {
    Path err = folder.resolve("err");
    Process process = builder(command).redirectOutput(out).redirectError(err.toFile()).start();
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> "it does not end: " + command);
    } finally {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readString(err));
  }

  private ProcessBuilder builder(String command) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
    for (String word : command.split(" ")) {
      line.add(
          switch (word) {
            case "SNAPSHOT" -> snapshot.toString();
            case "INVENTORY" -> inventory.toString();
            case "PLAYBOOK" -> playbook.toString();
            default -> word;
          });
    }
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    return builder;
  }
}
