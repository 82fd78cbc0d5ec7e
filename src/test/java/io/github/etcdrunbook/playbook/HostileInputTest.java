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
import io.github.etcdrunbook.source.Sources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that nobody means well with: a clear finding, never an exception, within a second. The time
 * is that of the thread's processor, so that a busy machine does not fail the test.
 */
class HostileInputTest {
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private static final String HEAD =
      """
      apiVersion: etcd-runbook/v1
      kind: Playbook
      name: p
      title: t
      summary: s
      """;

  static final class Case {
    private final String name;
    private final String rule;
    private final byte[] bytes;

    Case(String name, String rule, byte[] bytes) {
      this.name = name;
      this.rule = rule;
      this.bytes = bytes;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(String name, String rule, String text) {
    return new Case(name, rule, text.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<Case> cases() {
    byte[] noise = new byte[4096];
    new Random(7).nextBytes(noise);
    String condition = HEAD + "steps:\n  - id: a\n    uses: etcd.status\n    when: ";
    return Stream.of(
        new Case("noise", "file.not-utf8", noise),
        new Case("fifty megabytes", "file.too-large", new byte[50_000_000]),
        of("a NUL byte", "file.not-text", "kind: Play\0book"),
        of("an escape sequence", "file.not-text", "kind: \u001b[31m"),
        of("half a surrogate in an escape", "playbook.missing-key", "a: \"\\uD800\""),
        of("an alias bomb", "yaml.alias", bomb()),
        of("a recursive alias", "yaml.alias", "a: &a [*a]"),
        of("lists in lists", "yaml.too-deep", "a: " + "[".repeat(500)),
        of("maps in maps", "yaml.too-deep", "a: " + "{a: ".repeat(500)),
        of("dashes in dashes", "yaml.too-deep", "- ".repeat(500)),
        of("blocks in blocks", "yaml.too-deep", staircase(500)),
        of("tabs", "yaml.tab", "a:\n\tb: 1"),
        of("a byte order mark in the middle", "playbook.missing-key", "a: \uFEFFb"),
        of("one long line", "playbook.wrong-type", "x".repeat(900_000)),
        of("one long quoted text", "playbook.wrong-type", "\"" + "\\x41".repeat(200_000) + "\""),
        of("many keys", "yaml.too-many-values", keys(60_000)),
        of("many wrong keys", "playbook.unknown-key", keys(4_000)),
        of("one key many times", "yaml.duplicate-key", "a: 1\n".repeat(4_000)),
        of(
            "many findings",
            "step.unknown-key",
            HEAD + "steps:\n" + "  - {x: y, z: 1}\n".repeat(1500)),
        of(
            "many expressions",
            "playbook.too-many-expressions",
            HEAD + "owner: " + "${a}".repeat(2_000)),
        of("deep expression", "expression.syntax", condition + "(".repeat(5_000)),
        of("many operators", "expression.syntax", condition + "'" + "!".repeat(5_000) + "'"),
        of(
            "long expression",
            "expression.unknown-name",
            condition + "'" + "a && ".repeat(1_999) + "a'"),
        of(
            "nested choices",
            "expression.syntax",
            condition + "'" + "a ? b : ".repeat(1_000) + "c'"),
        of(
            "nested lists in an expression",
            "expression.syntax",
            condition + "'" + "[".repeat(4_000) + "'"),
        of("only CRLF", "yaml.empty", "\r\n\r\n"),
        of("only a mark", "yaml.empty", "\uFEFF"),
        of("nothing", "yaml.empty", ""));
  }

  private static String bomb() {
    StringBuilder text = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (char c = 'b'; c <= 'z'; c++) {
      String before = "*" + (char) (c - 1);
      text.append(c).append(": &").append(c).append(" [");
      text.append(String.join(", ", List.of(before, before, before, before))).append("]\n");
    }
    return text.toString();
  }

  private static String staircase(int steps) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < steps; i++) {
      text.append(" ".repeat(i)).append("a:\n");
    }
    return text.toString();
  }

  private static String keys(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("stepp").append(i).append(": 1\n");
    }
    return text.toString();
  }

  /** What is loaded once for all files is not what these cases are about. */
  @BeforeAll
  static void warm() throws IOException {
    read(of("warm", "", HEAD + "owner: ${cluster.name}\nsteps: [{id: a, uses: etcd.status}]"));
  }

  private static List<Diagnostic> read(Case hostile) throws IOException {
    InputStream bytes = new ByteArrayInputStream(hostile.bytes);
    Checked<SourceFile> file = SourceDecoder.decode("hostile.yaml", bytes);
    if (file.value().isEmpty()) {
      return file.diagnostics();
    }
    List<Diagnostic> findings = new ArrayList<>();
    Reading reading = new PlaybookReader(Catalog.actions(), path -> file).read("hostile.yaml");
    findings.addAll(reading.playbook().diagnostics());
    DiagnosticForm.all(findings, reading.sources()).forEach(DiagnosticForm::text);
    Checked<?> inventory = InventoryReader.read(file.value().get());
    DiagnosticForm.all(inventory.sorted(), Sources.none()).forEach(DiagnosticForm::text);
    return findings;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysWhatIsWrongWithinASecond(Case hostile) throws IOException {
    long before = processorTime();
    List<Diagnostic> findings = read(hostile);
    Duration took = Duration.ofNanos(processorTime() - before);
    assertEquals(
        hostile.rule,
        findings.stream()
            .map(finding -> finding.rule().text())
            .filter(hostile.rule::equals)
            .findFirst()
            .orElseGet(() -> findings.stream().distinct().limit(5).toList().toString()));
    assertTrue(took.compareTo(LIMIT) < 0, () -> "took " + took);
  }

  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
