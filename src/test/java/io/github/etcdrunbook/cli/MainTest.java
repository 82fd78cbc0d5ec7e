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
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void helpIsAResultAndGoesToStandardOutput() {
    assertEquals(ExitCode.DONE, run("--help"));
    assertTrue(text(out).startsWith("Usage: etcd-runbook"), text(out));
    assertEquals("", text(err));
  }

  @Test
  void helpNamesEveryExitCode() {
    run("--help");
    for (ExitCode code : ExitCode.values()) {
      assertTrue(text(out).contains(code.meaning()), code.meaning());
    }
  }

  @Test
  void everyCommandHasAPlaceInTheHelp() {
    Main.commandLine(console())
        .getSubcommands()
        .keySet()
        .forEach(name -> assertTrue(CommandList.grouped().contains(name), name));
  }

  @Test
  void withoutACommandTheHelpIsAMessage() {
    assertEquals(ExitCode.COMMAND_LINE, run());
    assertEquals("", text(out));
    assertTrue(text(err).startsWith("Usage: etcd-runbook"), text(err));
  }

  @Test
  void anUnknownOptionIsACommandLineFault() {
    assertEquals(ExitCode.COMMAND_LINE, run("--frobnicate"));
    assertTrue(text(err).contains("--frobnicate"), text(err));
    assertTrue(!text(err).contains("\tat "), "no stack trace: " + text(err));
  }

  @Test
  void anUnknownCommandGetsASuggestionAndTheWayToTheHelp() {
    assertEquals(ExitCode.COMMAND_LINE, run("completoin"));
    assertTrue(text(err).contains("completion"), text(err));
    assertTrue(text(err).endsWith("see: etcd-runbook --help\n"), text(err));
    assertTrue(text(err).lines().count() < 5, text(err));
  }

  @Test
  void completionKnowsTheCommands() {
    assertEquals(ExitCode.DONE, run("completion"));
    assertTrue(text(out).contains("completion"), text(out));
    assertTrue(text(out).contains("complete -F"), text(out));
  }

  @Test
  void theReadmeHasEveryExitCode() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    for (ExitCode code : ExitCode.values()) {
      String row = "| %d | %s |".formatted(code.code(), code.meaning());
      assertTrue(readme.contains(row), () -> "README.md lacks: " + row);
    }
  }

  @Test
  void exitCodesAreDistinct() {
    long distinct = Arrays.stream(ExitCode.values()).map(ExitCode::code).distinct().count();
    assertEquals(ExitCode.values().length, distinct);
  }

  private ExitCode run(String... arguments) {
    return Main.run(console(), arguments);
  }

  private Console console() {
    return new Console(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        InputStream.nullInputStream(),
        Map.of(),
        Console.Terminal.NONE);
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
