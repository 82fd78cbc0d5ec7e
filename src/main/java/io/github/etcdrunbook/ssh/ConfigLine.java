package io.github.etcdrunbook.ssh;

import java.util.ArrayList;
import java.util.List;

/** Splits a line of ssh_config into keyword and arguments. Pure. */
final class ConfigLine {
  private ConfigLine() {}

  /** The words of the line; none for an empty line and for a comment. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean begun = false;
    for (char character : line.strip().toCharArray()) {
      boolean separates =
          Character.isWhitespace(character) || (character == '=' && isKeywordOnly(words, begun));
      if (character == '#' && !quoted && !begun) {
        break;
      } else if (character == '"') {
        quoted = !quoted;
        begun = true;
      } else if (separates && !quoted) {
        if (begun) {
          words.add(word.toString());
          word.setLength(0);
        }
        begun = false;
      } else {
        word.append(character);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }

  /**
   * An equals sign separates only the keyword from its value: {@code Port=22}, {@code Port = 22}.
   */
  private static boolean isKeywordOnly(List<String> words, boolean begun) {
    return words.isEmpty() ? begun : words.size() == 1 && !begun;
  }
}
