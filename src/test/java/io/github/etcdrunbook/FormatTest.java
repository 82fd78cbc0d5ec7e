package io.github.etcdrunbook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The formatter gate: every Java file is exactly what google-java-format makes of it. {@code
 * -Dformat=write} rewrites the files instead. A test, so that it runs on the JDK that the build
 * found, whatever Maven itself runs on.
 */
class FormatTest {
  @Test
  void everySourceIsFormatted() throws IOException, FormatterException {
    boolean write = "write".equals(System.getProperty("format"));
    List<String> wrong = new ArrayList<>();
    for (Path file : javaFiles()) {
      String text = Files.readString(file);
      String formatted = new Formatter().formatSourceAndFixImports(text);
      if (!formatted.equals(text)) {
        if (write) {
          Files.writeString(file, formatted);
        } else {
          wrong.add(file.toString());
        }
      }
    }
    assertEquals(
        List.of(), wrong, "format with: mvn -q test -Dtest=FormatTest -Dformat=write; files");
  }

  private static List<Path> javaFiles() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
