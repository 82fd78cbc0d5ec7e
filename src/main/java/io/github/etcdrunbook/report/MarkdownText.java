package io.github.etcdrunbook.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text from elsewhere as Markdown that shows it and does nothing else: no link, no image, no HTML,
 * no heading, no table cell more, nobody called by name. Pure.
 */
final class MarkdownText {
  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_{}\\[\\]<>#|~@!&$^=:+]");
  private static final Pattern TICKS = Pattern.compile("`+");

  private MarkdownText() {}

  /** One line of words: what could format is escaped. */
  static String plain(String text) {
    return SPECIAL.matcher(oneLine(text)).replaceAll(found -> "\\\\" + quoted(found.group()));
  }

  private static String quoted(String text) {
    return text.equals("\\") || text.equals("$") ? "\\" + text : text;
  }

  /** One line as code; nothing for no text. */
  static String code(String text) {
    String line = oneLine(text).strip();
    if (line.isEmpty()) {
      return "";
    }
    String fence = "`".repeat(longest(line) + 1);
    String pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
    return fence + pad + line + pad + fence;
  }

  /** One line as code inside a table, where a pipe would begin the next cell even in code. */
  static String cell(String text) {
    return code(text.replace("|", "¦"));
  }

  /** Several lines as a block of code. */
  static List<String> block(String text) {
    String fence = "`".repeat(Math.max(3, longest(text) + 1));
    List<String> lines = new ArrayList<>(List.of(fence + "text"));
    text.lines().map(Style::harmless).forEach(lines::add);
    lines.add(fence);
    return lines;
  }

  private static int longest(String text) {
    return TICKS.matcher(text).results().mapToInt(found -> found.group().length()).max().orElse(0);
  }

  private static String oneLine(String text) {
    return Style.harmless(
        text.lines().filter(line -> !line.isBlank()).collect(Collectors.joining("; ")));
  }
}
