package io.github.etcdrunbook.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Position;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.source.SourceRange;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {
  private static Node root(String text) {
    return YamlReader.read(new SourceFile("f", text)).value().orElseThrow();
  }

  private static Scalar value(String text) {
    return (Scalar) ((Mapping) root(text)).get("k").orElseThrow();
  }

  private static String finding(String text) {
    Checked<Node> read = YamlReader.read(new SourceFile("f", text));
    return read.sorted().stream()
        .findFirst()
        .map(found -> found.rule() + " " + place(found.range()))
        .orElse("none");
  }

  private static String place(SourceRange range) {
    Position start = range.start();
    Position end = range.end();
    return start.line() + ":" + start.column() + "-" + end.line() + ":" + end.column();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a: 1\\nb: 2\\na: 3 | yaml.duplicate-key 3:1-3:2
          a: &x 1 | yaml.anchor 1:4-1:6
          a: [1]\\nb: *x | yaml.alias 2:4-2:6
          <<: {a: 1} | yaml.merge-key 1:1-1:3
          a: !!str 1 | yaml.tag 1:4-1:5
          a: !steps.x | yaml.tag 1:4-1:12
          a: 1\\n---\\nb: 2 | yaml.several-documents 2:1-2:4
          ? [a]\\n: b | yaml.key-not-text 1:3-1:6
          a:\\n\\tb: 1 | yaml.tab 2:1-2:2
          a: {b: ${c}} | yaml.syntax 1:9-1:10
          a: [1, 2 | yaml.syntax 1:9-1:9
          # nothing | yaml.empty 1:1-1:1
          a: "x | yaml.syntax 1:4-1:5
          """)
  void refusesWithThePlace(String text, String expected) {
    assertEquals(expected, finding(text.replace("\\n", "\n").replace("\\t", "\t")));
  }

  @Test
  void findsTheAliasWhereItStandsAndExpandsNothing() {
    StringBuilder bomb = new StringBuilder("a: &a [x]\n");
    for (char c = 'b'; c <= 'z'; c++) {
      char before = (char) (c - 1);
      bomb.append(c).append(": &").append(c).append(" [*").append(before).append(", *");
      bomb.append(before).append("]\n");
    }
    Checked<Node> read = YamlReader.read(new SourceFile("f", bomb.toString()));
    assertEquals(
        "2:8-2:10",
        read.sorted().stream()
            .filter(found -> found.rule().text().equals("yaml.alias"))
            .map(found -> place(found.range()))
            .findFirst()
            .orElse("none"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "a:\n "})
  void refusesDeepNesting(String opening) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      text.append(opening.equals("a:\n ") ? " ".repeat(i) + "a:\n" : opening);
    }
    assertEquals("yaml.too-deep", finding(text.toString()).split(" ")[0]);
  }

  @Test
  void readsTheSameWithEveryLineEndAndWithAMark() {
    assertEquals(
        "2:4-2:7", place(((Mapping) root("\uFEFFa: 1\r\nk: abc\r\n")).get("k").get().range()));
  }

  @Test
  void readsScalarsAsYamlTwelveDoes() {
    assertEquals(Optional.empty(), value("k: no").asBoolean());
    assertEquals(Optional.of(true), value("k: true").asBoolean());
    assertEquals(Optional.empty(), value("k: 'true'").asBoolean());
    assertEquals(Optional.of(644L), value("k: 0644").asWhole());
    assertEquals(Optional.of(420L), value("k: 0o644").asWhole());
    assertEquals(Optional.empty(), value("k: 1:30").asWhole());
    assertEquals(Optional.empty(), value("k: 1_000").asWhole());
    assertEquals(Optional.empty(), value("k: 99999999999999999999").asWhole());
    assertEquals("3.10", value("k: 3.10").text());
    assertEquals(true, value("k:").isNull());
    assertEquals(false, value("k: ''").isNull());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      textBlock =
          """
          k: one HERE two § 1:8-1:12
          k: 'it''s HERE' § 1:11-1:15
          k: "a\\"b HERE" § 1:10-1:14
          k: "\\u0041\\U0001F600 HERE" § 1:22-1:26
          k: |␤  first␤  second HERE␤ § 3:10-3:14
          k: |-␤␤    first␤      more HERE␤ § 4:12-4:16
          k: >␤  first␤  second HERE␤␤  third␤ § 3:10-3:14
          k: plain␤  goes HERE␤  on § 2:8-2:12
          k: "double␤  goes \\␤  on HERE" § 3:6-3:10
          k: 'single␤␤  goes HERE' § 3:8-3:12
          k: "😀 HERE" § 1:7-1:11
          """)
  void findsAPartOfAValueInItsFile(String text, String expected) {
    Scalar scalar = value(text.replace('␤', '\n'));
    int at = scalar.text().indexOf("HERE");
    assertEquals(expected, place(scalar.range(at, at + 4)));
    Scalar windows = value(text.replace("␤", "\r\n"));
    assertEquals(expected, place(windows.range(at, at + 4)));
  }

  @Test
  void endsCollectionsWithTheirLastValue() {
    Mapping root = (Mapping) root("a:\n  b: 1\n  c: [2]\n\n# comment\nd: 3\n");
    assertEquals("2:3-3:9", place(root.get("a").orElseThrow().range()));
  }

  @Test
  void saysThePathToAPlace() {
    Node root = root("steps:\n  - id: a\n  - with: {member: x}\n");
    SourceRange range = new SourceRange("f", new Position(3, 20), new Position(3, 21));
    assertEquals(Optional.of("steps[1].with.member"), NodePath.of(root, range));
  }
}
