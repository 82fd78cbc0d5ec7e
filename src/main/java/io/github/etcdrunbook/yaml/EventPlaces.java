package io.github.etcdrunbook.yaml;

import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.source.SourceRange;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.Event;

/**
 * Marks of SnakeYAML to places of a file. Marks count code points and our offsets count chars: the
 * two are the same unless the text holds characters outside of the basic plane.
 */
final class EventPlaces {
  private final SourceFile file;
  private final boolean wide;
  private int lastPoints;
  private int lastChars;

  EventPlaces(SourceFile file) {
    this.file = file;
    this.wide = file.text().chars().anyMatch(c -> Character.isSurrogate((char) c));
  }

  SourceFile file() {
    return file;
  }

  int start(Event event) {
    return chars(event.getStartMark());
  }

  int end(Event event) {
    return chars(event.getEndMark());
  }

  SourceRange range(Event event) {
    return file.range(start(event), end(event));
  }

  SourceRange range(int fromPoints, int toPoints) {
    return file.range(chars(fromPoints), chars(toPoints));
  }

  private int chars(Mark mark) {
    return chars(mark.getIndex());
  }

  private int chars(int points) {
    if (!wide) {
      return Math.min(points, file.text().length());
    }
    if (points < lastPoints) {
      lastPoints = 0;
      lastChars = 0;
    }
    String text = file.text();
    while (lastPoints < points && lastChars < text.length()) {
      lastChars += Character.charCount(text.codePointAt(lastChars));
      lastPoints++;
    }
    return lastChars;
  }
}
