package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what the program takes and says. */
class ReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("```([a-z]*)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern STEP = Pattern.compile("(?m)^  ([a-z_]+) {2,}(\\S.*)$");

  @TempDir private Path folder;

  private static String readme() {
    try {
      return Files.readString(Path.of("README.md"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static List<String> blocks(String language) {
    return BLOCK
        .matcher(readme())
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  private static Console console() {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new Console(
        nowhere, nowhere, InputStream.nullInputStream(), Map.of(), Console.Terminal.NONE);
  }

  /** The command lines in its blocks, without prompt, redirection and comment. */
  private static List<List<String>> commands() {
    return Stream.concat(blocks("sh").stream(), blocks("").stream())
        .flatMap(block -> block.replace("\\\n", " ").lines())
        .map(line -> line.replaceFirst("^\\$ ", ""))
        .filter(line -> line.startsWith("etcd-runbook "))
        .map(line -> line.replaceFirst("\\s+(#|> ).*", ""))
        .map(line -> List.of(line.split("\\s+")))
        .map(words -> words.subList(1, words.size()))
        .toList();
  }

  @Test
  void itsCommandLinesAreTaken() {
    List<List<String>> commands = commands();
    assertTrue(commands.size() > 5, commands::toString);
    for (List<String> words : commands) {
      String[] line = words.toArray(String[]::new);
      Main.commandLine(console(), line).parseArgs(line);
    }
  }

  @Test
  void itsInventoryIsSound() throws IOException {
    Path inventory = Files.writeString(folder.resolve("inventory.yaml"), blocks("yaml").getFirst());
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    Console console =
        new Console(stream, stream, InputStream.nullInputStream(), Map.of(), Console.Terminal.NONE);
    assertEquals(
        ExitCode.DONE,
        Main.run(console, "validate", inventory.toString()),
        () -> said.toString(StandardCharsets.UTF_8));
  }

  @Test
  void itHasARowForEachPlaybookThatShips() throws IOException {
    Set<String> shipped;
    try (Stream<Path> files = Files.list(Path.of("playbooks"))) {
      shipped =
          files
              .map(file -> file.getFileName().toString().replace(".yaml", ""))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    Set<String> told =
        Pattern.compile("(?m)^\\| `([a-z-]+)` \\|")
            .matcher(readme())
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(shipped, told);
  }

  @Test
  void theStepsOfItsSessionAreThoseOfThePlaybook() throws IOException {
    String playbook =
        Files.readString(Path.of("playbooks/restore-from-snapshot.yaml")).replaceAll("\\s+", " ");
    String plan =
        blocks("").stream()
            .filter(block -> block.startsWith("restore-from-snapshot on "))
            .findFirst()
            .orElseThrow();
    List<String> steps = new ArrayList<>();
    Matcher step = STEP.matcher(plan);
    while (step.find()) {
      steps.add(step.group(1));
      String wanted = "id: " + step.group(1) + " title: " + step.group(2).strip();
      assertTrue(playbook.contains(wanted), wanted);
    }
    assertTrue(steps.size() > 4, steps::toString);
  }

  @Test
  void theFilesThatItNamesAreThere() {
    List<String> files =
        Pattern.compile("`((?:examples|playbooks|src|inventories)/[A-Za-z./-]+)`")
            .matcher(readme())
            .results()
            .map(name -> name.group(1))
            .distinct()
            .toList();
    assertTrue(files.size() > 4, files::toString);
    files.forEach(file -> assertTrue(Files.exists(Path.of(file)), file));
  }
}
