package io.github.etcdrunbook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The formatter gate: every Java file is exactly what google-java-format makes of it. {@code
 * -Dformat=write} rewrites the files instead. A test, so that it runs on the JDK that the build
 * found, whatever Maven itself runs on. Texts that passed once are remembered by their hash, with
 * the formatter that judged them, until {@code mvn clean}.
 */
class FormatTest {
  private static final Path REMEMBERED = Path.of("target/formatted-texts");

  @Test
  void everySourceIsFormatted() throws IOException, FormatterException, NoSuchAlgorithmException {
    boolean write = "write".equals(System.getProperty("format"));
    Set<String> remembered = remembered();
    Set<String> passed = new TreeSet<>();
    List<String> wrong = new ArrayList<>();
    for (Path file : javaFiles()) {
      String text = Files.readString(file);
      if (!remembered.contains(hash(text))) {
        String formatted = new Formatter().formatSourceAndFixImports(text);
        if (!formatted.equals(text) && write) {
          Files.writeString(file, formatted);
        } else if (!formatted.equals(text)) {
          wrong.add(file.toString());
          continue;
        }
        text = formatted;
      }
      passed.add(hash(text));
    }
    Files.write(REMEMBERED, passed);
    assertEquals(
        List.of(), wrong, "format with: mvn -q test -Dtest=FormatTest -Dformat=write; files");
  }

  private static Set<String> remembered() throws IOException {
    return Files.exists(REMEMBERED) ? new HashSet<>(Files.readAllLines(REMEMBERED)) : Set.of();
  }

  private static String hash(String text) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    // The folder of the formatter's jar names its version.
    String formatter =
        Formatter.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    digest.update(formatter.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Path> javaFiles() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
