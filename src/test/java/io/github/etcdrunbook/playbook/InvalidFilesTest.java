package io.github.etcdrunbook.playbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.actions.Catalog;
import io.github.etcdrunbook.inventory.InventoryReader;
import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.DiagnosticForm;
import io.github.etcdrunbook.source.SourceDecoder;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.source.Sources;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Broken files with what is expected written on the guilty line, {@code #! error[rule]: text};
 * where a comment cannot stand there, elsewhere with the line: {@code #! 7: error[rule]: text}. The
 * text is the message, or its beginning. Findings and expectations must match one to one.
 */
class InvalidFilesTest {
  private static final Path FOLDER = Path.of("src/test/resources/invalid");
  private static final Pattern EXPECTED =
      Pattern.compile("#! (?:(\\d+): )?(error|warning)\\[([a-z0-9.-]+)\\]: (.*?)\\s*$");

  private record Expected(int line, String rule, String text) {
    boolean matches(Diagnostic finding) {
      return finding.range().start().line() == line
          && finding.rule().text().equals(rule)
          && finding.message().startsWith(text);
    }
  }

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("_"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @Test
  void thereAreAtLeastSixty() throws IOException {
    assertTrue(cases().count() >= 60);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void findsExactlyWhatIsWrong(Path path) throws IOException {
    List<Expected> expected = expectations(path);
    Checked<?> read = read(path);
    List<Diagnostic> unexpected = new ArrayList<>(read.sorted());
    List<Expected> missing = new ArrayList<>();
    for (Expected wanted : expected) {
      unexpected.stream()
          .filter(wanted::matches)
          .findFirst()
          .ifPresentOrElse(unexpected::remove, () -> missing.add(wanted));
    }
    assertEquals(List.of(), missing, () -> "missing; found " + rendered(read.sorted(), path));
    assertEquals(List.of(), unexpected, () -> "not expected: " + rendered(unexpected, path));
    String rule = FOLDER.relativize(path).getName(0).toString();
    assertTrue(expected.stream().anyMatch(wanted -> wanted.rule.equals(rule)), "tests " + rule);
  }

  private static List<Expected> expectations(Path path) throws IOException {
    List<Expected> expected = new ArrayList<>();
    List<String> lines = Files.readString(path).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher matcher = EXPECTED.matcher(lines.get(i));
      if (matcher.find()) {
        int line = matcher.group(1) == null ? i + 1 : Integer.parseInt(matcher.group(1));
        expected.add(new Expected(line, matcher.group(3), matcher.group(4)));
      }
    }
    return expected;
  }

  private static Checked<?> read(Path path) {
    boolean inventory =
        FOLDER.relativize(path).toString().startsWith("inventory.")
            || path.getFileName().toString().contains("inventory");
    return inventory
        ? load(path.toString()).then(InventoryReader::read)
        : new PlaybookReader(Catalog.actions(), InvalidFilesTest::load)
            .read(path.toString())
            .playbook();
  }

  static Checked<SourceFile> load(String path) {
    if (!Files.exists(Path.of(path))) {
      return Checked.failed(
          Diagnostic.error("file.missing", SourceRange.startOf(path), "there is no such file"));
    }
    try (InputStream bytes = Files.newInputStream(Path.of(path))) {
      return SourceDecoder.decode(path, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String rendered(List<Diagnostic> findings, Path path) {
    Sources sources =
        load(path.toString()).value().map(file -> Sources.of(List.of(file))).orElse(Sources.none());
    return DiagnosticForm.all(findings, sources).stream()
        .map(form -> "\n" + form.text())
        .toList()
        .toString();
  }
}
