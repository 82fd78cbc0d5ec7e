package io.github.etcdrunbook.lab.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The flow style of YAML, and thereby JSON: {@code {a: [b, "c"]}}. Used by {@link ManifestYaml}.
 */
final class FlowYaml {
  private final String text;
  private int at;

  FlowYaml(String text) {
    this.text = text;
  }

  Tree read() {
    Tree tree = value();
    skip();
    if (at < text.length()) {
      throw new IllegalArgumentException("text after the end: " + text.substring(at));
    }
    return tree;
  }

  private Tree value() {
    skip();
    char c = peek();
    if (c == '{') {
      return table();
    }
    return c == '[' ? items() : new Tree.Text(scalar(",]}"));
  }

  private Tree table() {
    Map<String, Tree> entries = new LinkedHashMap<>();
    at++;
    for (skip(); peek() != '}'; skip()) {
      String key = scalar(":,}");
      skip();
      if (peek() == ':') {
        at++;
        entries.put(key, value());
      } else {
        entries.put(key, new Tree.Text(""));
      }
      comma();
    }
    at++;
    return new Tree.Table(entries);
  }

  private Tree items() {
    List<Tree> items = new ArrayList<>();
    at++;
    for (skip(); peek() != ']'; skip()) {
      items.add(value());
      comma();
    }
    at++;
    return new Tree.Items(items);
  }

  private String scalar(String ends) {
    char quote = peek();
    if (quote == '"' || quote == '\'') {
      return quoted(quote);
    }
    int start = at;
    while (ends.indexOf(peek()) < 0) {
      at++;
    }
    return text.substring(start, at).strip();
  }

  private String quoted(char quote) {
    StringBuilder out = new StringBuilder();
    at++;
    while (peek() != quote) {
      if (quote == '"' && peek() == '\\') {
        at++;
      }
      out.append(peek());
      at++;
    }
    at++;
    return out.toString();
  }

  private void comma() {
    skip();
    if (peek() == ',') {
      at++;
    }
  }

  private void skip() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw new IllegalArgumentException("ends too early: " + text);
    }
    return text.charAt(at);
  }
}
