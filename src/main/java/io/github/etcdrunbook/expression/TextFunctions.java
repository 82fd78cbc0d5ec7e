package io.github.etcdrunbook.expression;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.github.etcdrunbook.expression.ExprValue.Items;
import io.github.etcdrunbook.expression.ExprValue.Text;
import io.github.etcdrunbook.expression.ExprValue.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Functions on texts. Offsets count characters as CEL does: code points. Pure. */
final class TextFunctions {
  private static final int PATTERN_INPUT_MAX = 10_000;

  private TextFunctions() {}

  static ExprValue apply(String function, List<ExprValue> all) {
    String text = text(all.getFirst());
    return switch (function) {
      case "contains" -> ExprValue.of(text.contains(text(all.get(1))));
      case "startsWith" -> ExprValue.of(text.startsWith(text(all.get(1))));
      case "endsWith" -> ExprValue.of(text.endsWith(text(all.get(1))));
      case "matches" -> ExprValue.of(matches(text, text(all.get(1))));
      case "lowerAscii" -> ExprValue.of(text.toLowerCase(Locale.ROOT));
      case "upperAscii" -> ExprValue.of(text.toUpperCase(Locale.ROOT));
      case "trim" -> ExprValue.of(text.strip());
      case "replace" -> ExprValue.of(text.replace(text(all.get(1)), text(all.get(2))));
      case "split" -> split(text, text(all.get(1)));
      case "substring" -> substring(text, all);
      case "indexOf" -> ExprValue.of(indexOf(text, text(all.get(1))));
      default -> throw new EvaluationFailure("`" + function + "` is not offered");
    };
  }

  static String text(ExprValue value) {
    if (value instanceof Text text) {
      return text.value();
    }
    throw new EvaluationFailure("a string is wanted, not a " + value.kind());
  }

  private static boolean matches(String text, String pattern) {
    if (text.length() > PATTERN_INPUT_MAX) {
      throw new EvaluationFailure("this text is too long for a pattern");
    }
    try {
      return Pattern.compile(pattern).matcher(text).find();
    } catch (PatternSyntaxException wrong) {
      throw new EvaluationFailure("`" + pattern + "` is no pattern: " + wrong.getDescription());
    }
  }

  private static ExprValue split(String text, String separator) {
    List<ExprValue> parts = new ArrayList<>();
    int from = 0;
    int at = separator.isEmpty() ? -1 : text.indexOf(separator);
    while (at >= 0) {
      parts.add(ExprValue.of(text.substring(from, at)));
      from = at + separator.length();
      at = text.indexOf(separator, from);
    }
    parts.add(ExprValue.of(text.substring(from)));
    return new Items(parts);
  }

  private static ExprValue substring(String text, List<ExprValue> all) {
    int length = text.codePointCount(0, text.length());
    long from = whole(all.get(1));
    long to = all.size() > 2 ? whole(all.get(2)) : length;
    if (from < 0 || to < from || to > length) {
      throw new EvaluationFailure("there is no part " + from + " to " + to + " of " + length);
    }
    int start = text.offsetByCodePoints(0, (int) from);
    return ExprValue.of(text.substring(start, text.offsetByCodePoints(start, (int) (to - from))));
  }

  private static long indexOf(String text, String part) {
    int at = text.indexOf(part);
    return at < 0 ? -1 : text.codePointCount(0, at);
  }

  private static long whole(ExprValue value) {
    if (value instanceof Whole whole) {
      return whole.value();
    }
    throw new EvaluationFailure("a whole number is wanted, not a " + value.kind());
  }
}
