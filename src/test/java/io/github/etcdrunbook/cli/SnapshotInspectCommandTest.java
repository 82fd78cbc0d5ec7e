package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.etcdrunbook.snapshot.ExampleSnapshot;
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
import org.junit.jupiter.api.io.TempDir;

final class SnapshotInspectCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path directory;

  private ExitCode run(Object... arguments) {
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            InputStream.nullInputStream(),
            Map.of(),
            Console.Terminal.NONE);
    return Main.run(console, Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private Path example() {
    return ExampleSnapshot.in(directory, "3.5");
  }

  @Test
  void showsWhatTakesTheSpace() {
    assertEquals(ExitCode.DONE, run("snapshot", "inspect", example()));
    assertTrue(text().contains("5 keys are encrypted with aescbc v1 key key1"), text());
    assertTrue(text().lines().anyMatch(line -> line.matches("pods +30 .*")), text());
    assertTrue(text().contains("6 of 7 encrypted"), text());
  }

  @Test
  void jsonTellsTheSame() throws IOException {
    assertEquals(ExitCode.DONE, run("snapshot", "inspect", "--output", "json", example()));
    JsonNode root = new ObjectMapper().readTree(text());
    assertEquals("pods", root.get("types").get(0).get("type").asText());
    assertEquals(58, root.get("contents").get("liveKeys").asInt());
  }

  @Test
  void listsKeysOfAPrefix() {
    assertEquals(
        ExitCode.DONE,
        run("snapshot", "inspect", "--list", "--prefix", "/registry/minions/", example()));
    assertEquals(3, text().lines().count());
  }

  @Test
  void hidesSecretsUnlessTheyAreAskedFor() {
    String key = "/registry/secrets/shop/plain";
    assertEquals(ExitCode.DONE, run("snapshot", "inspect", "--get", key, example()));
    assertFalse(text().contains("hunter2"), text());
    assertTrue(text().contains("v1 Secret shop/plain"), text());
    assertEquals(
        ExitCode.DONE, run("snapshot", "inspect", "--show-secrets", "--get", key, example()));
    assertTrue(text().contains("hunter2"), text());
  }

  @Test
  void givesTheBytesOfAValueAlone() {
    String widget = "/registry/example.com/widgets/shop/w0";
    assertEquals(ExitCode.DONE, run("snapshot", "inspect", "--raw", "--get", widget, example()));
    assertTrue(text().startsWith("{\"apiVersion\"") && text().endsWith("}"), text());
    String secret = "/registry/secrets/shop/plain";
    assertEquals(ExitCode.REFUSED, run("snapshot", "inspect", "--raw", "--get", secret, example()));
    assertFalse(text().contains("hunter2"), text());
  }

  @Test
  void setsOutJson() {
    assertEquals(
        ExitCode.DONE,
        run("snapshot", "inspect", "--get", "/registry/example.com/widgets/shop/w2", example()));
    assertTrue(text().contains("\"size\" : 2"), text());
    assertTrue(text().contains("example.com/v1 Widget shop/w2"), text());
  }

  @Test
  void refusesAKeyThatIsNotThere() {
    assertEquals(ExitCode.REFUSED, run("snapshot", "inspect", "--get", "nowhere", example()));
  }

  @Test
  void comparesTwoSnapshots() throws IOException {
    assertEquals(
        ExitCode.DONE, run("snapshot", "diff", example(), ExampleSnapshot.in(directory, "3.4")));
    assertTrue(text().contains("58 keys are the same, values compared"), text());
    Path garbage = Files.write(directory.resolve("garbage"), new byte[8192]);
    assertEquals(ExitCode.REFUSED, run("snapshot", "diff", example(), garbage));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("meta page 0"));
  }

  @Test
  void aComparisonNeedsOneOtherSide() {
    assertEquals(ExitCode.COMMAND_LINE, run("snapshot", "diff", example()));
    assertEquals(ExitCode.COMMAND_LINE, run("snapshot", "diff", "--live", example()));
    assertEquals(
        ExitCode.COMMAND_LINE,
        run("snapshot", "diff", "--live", "-i", "hosts.yaml", example(), example()));
    assertEquals(
        ExitCode.WRONG_FILES, run("snapshot", "diff", "--live", "-i", "nowhere", example()));
  }

  @Test
  void writesAPageThatNeedsNothingElse() throws IOException {
    Path page = directory.resolve("page.html");
    assertEquals(ExitCode.DONE, run("snapshot", "inspect", "--html", page, example()));
    String html = Files.readString(page);
    assertTrue(html.contains("<title>pods shop: 20 keys"), html);
    assertTrue(html.contains("default-src 'none'"), html);
    assertTrue(html.contains("viewBox=\"0 0 1200 560\""), "the picture is as wide as the page");
    assertFalse(
        html.contains("<script") || html.contains("http:") || html.contains(" style="), html);
  }

  @Test
  void jsonLinesHaveNoLineBreaksInside() {
    assertEquals(ExitCode.DONE, run("snapshot", "inspect", "--output", "jsonl", example()));
    assertEquals(ExitCode.DONE, run("snapshot", "verify", "--output", "jsonl", example()));
    assertEquals(ExitCode.DONE, run("snapshot", "diff", "--output", "jsonl", example(), example()));
    assertEquals(3, text().lines().count());
  }
}
