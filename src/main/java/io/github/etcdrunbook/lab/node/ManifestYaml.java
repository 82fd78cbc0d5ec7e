package io.github.etcdrunbook.lab.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the YAML that pod manifests, kubeconfigs and the kubelet's configuration are written in:
 * block and flow collections, plain and quoted scalars, comments, JSON. No anchors, tags or several
 * documents. What it does not understand is an {@link IllegalArgumentException} with a line.
 */
final class ManifestYaml {
  private record Line(int number, int indent, String text) {}

  private final List<Line> lines = new ArrayList<>();
  private int next;

  private ManifestYaml(String text) {
    int number = 0;
    for (String raw : text.split("\n", -1)) {
      number++;
      String line = withoutComment(raw);
      String body = line.strip();
      if (body.isEmpty() || (body.equals("---") && lines.isEmpty())) {
        continue;
      }
      int indent = line.length() - line.stripLeading().length();
      if (line.indexOf('\t') >= 0 && line.indexOf('\t') < indent) {
        throw new IllegalArgumentException("line " + number + ": tab in the indentation");
      }
      lines.add(new Line(number, indent, body));
    }
  }

  /** The tree of a text; an empty mapping for an empty text. */
  static Tree read(String text) {
    if (text.stripLeading().startsWith("{")) {
      return new FlowYaml(text.strip()).read();
    }
    ManifestYaml yaml = new ManifestYaml(text);
    if (yaml.lines.isEmpty()) {
      return new Tree.Table(Map.of());
    }
    Tree tree = yaml.block(yaml.lines.get(0).indent());
    if (yaml.next < yaml.lines.size()) {
      throw yaml.wrong(yaml.lines.get(yaml.next), "does not belong to what is above it");
    }
    return tree;
  }

  private Tree block(int indent) {
    Line first = lines.get(next);
    if (isItem(first.text())) {
      return sequence(indent);
    }
    return keyEnd(first.text()) < 0 ? scalar(lines.get(next++).text()) : mapping(indent);
  }

  private Tree sequence(int indent) {
    List<Tree> items = new ArrayList<>();
    while (next < lines.size() && here(indent) && isItem(lines.get(next).text())) {
      Line line = lines.get(next);
      String rest = line.text().substring(1).stripLeading();
      if (rest.isEmpty()) {
        next++;
        items.add(below(indent + 1));
        continue;
      }
      int inner = indent + line.text().length() - rest.length();
      if (isItem(rest) || keyEnd(rest) >= 0) {
        lines.set(next, new Line(line.number(), inner, rest));
        items.add(block(inner));
      } else {
        next++;
        items.add(scalar(rest));
      }
    }
    return new Tree.Items(items);
  }

  private Tree mapping(int indent) {
    Map<String, Tree> entries = new LinkedHashMap<>();
    while (next < lines.size() && here(indent) && !isItem(lines.get(next).text())) {
      Line line = lines.get(next++);
      int end = keyEnd(line.text());
      if (end < 0) {
        throw wrong(line, "expected `key: value`");
      }
      String key = plain(line.text().substring(0, end));
      String rest = line.text().substring(end + 1).strip();
      Tree value = rest.isEmpty() ? valueBelow(indent) : inline(line, rest);
      if (entries.putIfAbsent(key, value) != null) {
        throw wrong(line, "`" + key + "` is there twice");
      }
    }
    return new Tree.Table(entries);
  }

  private Tree inline(Line line, String rest) {
    if (rest.startsWith("|") || rest.startsWith(">")) {
      List<String> folded = new ArrayList<>();
      while (next < lines.size() && lines.get(next).indent() > line.indent()) {
        folded.add(lines.get(next++).text());
      }
      return new Tree.Text(String.join(rest.startsWith("|") ? "\n" : " ", folded));
    }
    return scalar(rest);
  }

  /** A sequence may stand at the same indentation as the key that it belongs to. */
  private Tree valueBelow(int indent) {
    if (next < lines.size() && here(indent) && isItem(lines.get(next).text())) {
      return sequence(indent);
    }
    return below(indent + 1);
  }

  private Tree below(int atLeast) {
    if (next < lines.size() && lines.get(next).indent() >= atLeast) {
      return block(lines.get(next).indent());
    }
    return new Tree.Text("");
  }

  private boolean here(int indent) {
    return lines.get(next).indent() == indent;
  }

  private static boolean isItem(String text) {
    return text.equals("-") || text.startsWith("- ");
  }

  private static Tree scalar(String text) {
    return text.startsWith("{") || text.startsWith("[")
        ? new FlowYaml(text).read()
        : new Tree.Text(plain(text));
  }

  private static String plain(String text) {
    boolean quoted =
        text.length() > 1
            && (text.startsWith("\"") || text.startsWith("'"))
            && text.charAt(text.length() - 1) == text.charAt(0);
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  /** The place of the colon that ends a key, or -1 when the text is no `key: value`. */
  private static int keyEnd(String text) {
    char quote = text.charAt(0);
    if (quote == '{' || quote == '[') {
      return -1;
    }
    int from = quote == '"' || quote == '\'' ? text.indexOf(quote, 1) + 1 : 0;
    for (int i = from; i < text.length(); i++) {
      boolean ends = i + 1 == text.length() || text.charAt(i + 1) == ' ';
      if (text.charAt(i) == ':' && ends) {
        return i;
      }
    }
    return -1;
  }

  private static String withoutComment(String line) {
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if ((c == '"' || c == '\'') && (i == 0 || " [{,-".indexOf(line.charAt(i - 1)) >= 0)) {
        quote = c;
      } else if (c == '#' && (i == 0 || line.charAt(i - 1) == ' ')) {
        return line.substring(0, i).stripTrailing();
      }
    }
    return line.stripTrailing();
  }

  private IllegalArgumentException wrong(Line line, String what) {
    return new IllegalArgumentException("line " + line.number() + ": " + what);
  }
}
