package io.github.etcdrunbook.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownTextTest {
  @Test
  void escapesWhatCouldFormatOrLinkOrCall() {
    assertEquals(
        "\\[a\\]\\(b\\) \\<b\\>",
        MarkdownText.plain("[a](b) <b>").replace("(", "\\(").replace(")", "\\)"));
    assertEquals(
        "\\@all \\# \\*x\\* a\\\\b http\\://x", MarkdownText.plain("@all # *x* a\\b http://x"));
  }

  @Test
  void codeEndsOnlyWhereItShould() {
    assertEquals("`plain`", MarkdownText.code("plain"));
    assertEquals("``a`b``", MarkdownText.code("a`b"));
    assertEquals("``` ``x`` ```", MarkdownText.code("``x``"));
    assertEquals("", MarkdownText.code(" \n "));
  }

  @Test
  void aCellStaysOneCellAndOneLine() {
    String cell = MarkdownText.cell("a | b\n| c");
    assertFalse(cell.contains("|") || cell.contains("\n"), cell);
  }

  @Test
  void aBlockCannotBeLeft() {
    List<String> block = MarkdownText.block("x\n```\n# out\u001b[2J");
    assertEquals("````text", block.getFirst());
    assertEquals("````", block.getLast());
    assertEquals("# out\uFFFD[2J", block.get(3));
  }
}
