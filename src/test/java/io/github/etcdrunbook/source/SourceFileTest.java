package io.github.etcdrunbook.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceFileTest {
  @Test
  void countsLinesAlikeForEveryLineEnd() {
    SourceFile file = new SourceFile("f", "a\r\nbb\rccc\n\nd");
    assertEquals(5, file.lineCount());
    assertEquals(
        List.of("a", "bb", "ccc", "", "d"),
        List.of(file.line(1), file.line(2), file.line(3), file.line(4), file.line(5)));
    assertEquals(new Position(3, 2), file.positionAt(7));
  }

  @Test
  void countsColumnsInCodePointsAndForgetsTheByteOrderMark() {
    SourceFile file = new SourceFile("f", "\uFEFFa\uD83D\uDE00b");
    assertEquals(new Position(1, 3), file.positionAt(3));
    assertEquals("a\uD83D\uDE00b", file.line(1));
  }

  @Test
  void putsTheCaretUnderTheTokenBehindTabs() {
    SourceFile file = new SourceFile("f", "\tkey:\tvalue # more");
    assertEquals(
        new Excerpt("\tkey:\tvalue # more", "\t    \t^^^^^"), Excerpt.of(file, file.range(6, 11)));
  }

  @Test
  void cutsLongLinesAroundTheToken() {
    String text = "x".repeat(5000) + "HERE" + "y".repeat(5000);
    Excerpt excerpt =
        Excerpt.of(new SourceFile("f", text), new SourceFile("f", text).range(5000, 5004));
    assertTrue(excerpt.line().length() <= 122, excerpt.line());
    assertEquals(excerpt.line().indexOf("HERE"), excerpt.caret().indexOf('^'));
    assertEquals("^^^^", excerpt.caret().strip());
  }

  @Test
  void showsNoControlCharactersToTheTerminal() {
    SourceFile file = new SourceFile("f", "a\u001b[31mb\u202Ec");
    assertEquals("a·[31mb·c", Excerpt.of(file, file.range(0, 1)).line());
  }

  @Test
  void rendersPlaceExcerptCaretPathAndHint() {
    SourceFile file = new SourceFile("play.yaml", "steps:\n  - iid: one\n");
    Diagnostic finding =
        Diagnostic.error("step.unknown-key", file.range(11, 14), "a step has no key `iid`")
            .within("steps[0]")
            .hint("did you mean `id`?")
            .related(file.range(0, 5), "of these steps");
    assertEquals(
        """
        play.yaml:2:5: error[step.unknown-key]: a step has no key `iid`
              - iid: one
                ^^^
          in: steps[0]
        play.yaml:1:1: note: of these steps
            steps:
            ^^^^^
          hint: did you mean `id`?\
        """,
        DiagnosticForm.of(finding, Sources.of(List.of(file))).text());
  }

  @Test
  void sortsFindingsAsAReaderGoesThroughFiles() {
    SourceFile file = new SourceFile("b", "one\ntwo\n");
    Diagnostic late = Diagnostic.error("r", file.range(4, 5), "late");
    Diagnostic early = Diagnostic.error("r", file.range(0, 1), "early");
    Diagnostic other = Diagnostic.error("r", new SourceFile("a", "x").range(0, 1), "other");
    assertEquals(
        List.of(other, early, late), Checked.failed(List.of(late, other, early, early)).sorted());
  }

  @Test
  void suggestsTheNearestName() {
    List<String> known = List.of("timeout", "title", "retry", "leaderLast");
    assertEquals(Optional.of("timeout"), Suggestion.nearest("tiemout", known));
    assertEquals(Optional.of("leaderLast"), Suggestion.nearest("leader_last", known));
    assertEquals(Optional.empty(), Suggestion.nearest("completely", known));
  }

  @Test
  void refusesWhatIsNotText() {
    assertEquals("file.not-text", ruleFor("a\n b\0c".getBytes(StandardCharsets.UTF_8)));
    assertEquals("file.not-utf8", ruleFor(new byte[] {'a', (byte) 0xC3, (byte) 0x28}));
    assertEquals("file.not-utf8", ruleFor(new byte[] {'a', (byte) 0xE2, (byte) 0x82}));
    assertEquals("file.too-large", ruleFor(new byte[SourceDecoder.BYTES_MAX + 1]));
  }

  private static String ruleFor(byte[] bytes) {
    return SourceDecoder.decode("f", bytes).sorted().getFirst().rule().text();
  }
}
