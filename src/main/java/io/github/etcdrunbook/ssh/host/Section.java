package io.github.etcdrunbook.ssh.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A titled piece of what a script prints: a line {@code =title}, then the content with a blank
 * before each line, so that no content can look like a title. Immutable.
 */
record Section(String title, List<String> lines) {
  /** Rejects null and copies the lines. */
  Section {
    Objects.requireNonNull(title, "title");
    lines = List.copyOf(lines);
  }

  /** All sections of an output, in order; lines outside any are dropped. */
  static List<Section> all(String output) {
    List<Section> sections = new ArrayList<>();
    String title = null;
    List<String> lines = new ArrayList<>();
    for (String line : output.split("\n", -1)) {
      if (line.startsWith("=")) {
        if (title != null) {
          sections.add(new Section(title, lines));
        }
        title = line.substring(1);
        lines.clear();
      } else if (line.startsWith(" ") && title != null) {
        lines.add(line.substring(1));
      }
    }
    if (title != null) {
      sections.add(new Section(title, lines));
    }
    return List.copyOf(sections);
  }

  /** The first section with the title. */
  static Optional<Section> named(List<Section> sections, String title) {
    return sections.stream().filter(section -> section.title().equals(title)).findFirst();
  }

  /** The first line of the section with the title, without blanks around it; never empty. */
  static Optional<String> word(List<Section> sections, String title) {
    return named(sections, title)
        .flatMap(section -> section.lines().stream().findFirst())
        .map(String::strip)
        .filter(line -> !line.isEmpty());
  }

  /** What stands behind a word in the title: {@code /a/b} of {@code manifest /a/b}. */
  Optional<String> behind(String word) {
    return title.startsWith(word + " ")
        ? Optional.of(title.substring(word.length() + 1))
        : Optional.empty();
  }

  /** The content as one text. */
  String text() {
    return String.join("\n", lines);
  }
}
