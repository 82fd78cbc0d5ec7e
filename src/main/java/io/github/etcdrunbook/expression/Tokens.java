package io.github.etcdrunbook.expression;

import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.yaml.ScalarPart;

/** From the place that CEL reports to the token that a person would point at. Pure. */
final class Tokens {
  private Tokens() {}

  /** The range of the token at an offset that counts code points of the part's text. */
  static SourceRange at(ScalarPart part, int points) {
    String text = part.text();
    int bounded = Math.clamp(points, 0, text.codePointCount(0, text.length()));
    int start = tokenStart(text, text.offsetByCodePoints(0, bounded));
    return part.range(start, tokenEnd(text, start));
  }

  /** Whether the place that CEL reports is the bracket of a call. */
  static boolean isCall(String text, int points) {
    int bounded = Math.clamp(points, 0, text.codePointCount(0, text.length()));
    return text.startsWith("(", text.offsetByCodePoints(0, bounded));
  }

  /** CEL points at the dot of a field and at the bracket of a call: we point at the name. */
  private static int tokenStart(String text, int offset) {
    int at = offset;
    if (at < text.length() && text.charAt(at) == '(') {
      while (at > 0 && isName(text.charAt(at - 1))) {
        at--;
      }
      return at;
    }
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      while (at < text.length()
          && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '?')) {
        at++;
      }
      return at < text.length() && isName(text.charAt(at)) ? at : offset;
    }
    return at;
  }

  private static int tokenEnd(String text, int start) {
    if (start >= text.length()) {
      return start;
    }
    char first = text.charAt(start);
    int at = start + 1;
    if (isName(first)) {
      while (at < text.length() && isName(text.charAt(at))) {
        at++;
      }
    } else if (first == '\'' || first == '"') {
      int close = text.indexOf(first, at);
      at = close < 0 ? text.length() : close + 1;
    } else if (at < text.length() && "&&||==!=<=>=".contains(text.substring(start, at + 1))) {
      at++;
    }
    return at;
  }

  private static boolean isName(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }
}
