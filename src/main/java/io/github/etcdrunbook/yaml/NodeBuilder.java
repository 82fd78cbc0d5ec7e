package io.github.etcdrunbook.yaml;

import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;

/** Builds the tree of one file from its events, and collects what our files do without. */
final class NodeBuilder {
  static final int DEPTH_MAX = 32;
  static final int VALUES_MAX = 10_000;

  private final EventPlaces places;
  private final Iterator<Event> events;
  private final List<Diagnostic> findings = new ArrayList<>();
  private int depth;
  private int values;

  NodeBuilder(EventPlaces places, Iterator<Event> events) {
    this.places = places;
    this.events = events;
  }

  /** Thrown inside this class only: the rest of the file is not worth reading. */
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable() {
      super("too deep or too many", null, false, false);
    }
  }

  Checked<Node> build() {
    try {
      Optional<Node> root = Optional.empty();
      while (events.hasNext()) {
        Event event = events.next();
        if (event instanceof DocumentStartEvent) {
          if (root.isPresent()) {
            findings.add(severalDocuments(event));
            break;
          }
          root = Optional.of(node(events.next()));
        } else if (event instanceof StreamEndEvent) {
          break;
        }
      }
      if (root.isEmpty() || isNothing(root.get())) {
        findings.add(
            Diagnostic.error(
                "yaml.empty", SourceRange.startOf(places.file().path()), "this file is empty"));
        return Checked.failed(findings);
      }
      return new Checked<>(root, findings);
    } catch (Unreadable tooMuch) {
      return Checked.failed(findings);
    }
  }

  private static boolean isNothing(Node node) {
    return node instanceof Scalar scalar && scalar.text().isEmpty() && scalar.isPlain();
  }

  private Diagnostic severalDocuments(Event event) {
    return Diagnostic.error(
            "yaml.several-documents", places.range(event), "a second document begins here")
        .hint("one file holds one document: put the second one into a file of its own");
  }

  private Node node(Event event) {
    if (++values > VALUES_MAX) {
      findings.add(
          Diagnostic.error(
              "yaml.too-many-values",
              places.range(event),
              "this file has more than " + VALUES_MAX + " keys and values, the most that is read"));
      throw new Unreadable();
    }
    if (event instanceof NodeEvent named && !(event instanceof AliasEvent)) {
      refuseAnchor(named);
    }
    if (event instanceof ScalarEvent scalar) {
      refuseTag(scalar, scalar.getTag());
      return scalar(scalar);
    }
    if (event instanceof CollectionStartEvent start) {
      refuseTag(start, start.getTag());
      return collection(start);
    }
    findings.add(
        Diagnostic.error("yaml.alias", places.range(event), "aliases (`*name`) are not used here")
            .hint("write the value out, or quote the text if it begins with `*`"));
    int at = places.start(event);
    return new Scalar(
        "",
        Scalar.Style.DOUBLE_QUOTED,
        places.range(event),
        new Scalar.Origin(places.file(), at, at));
  }

  private Node collection(CollectionStartEvent start) {
    if (++depth > DEPTH_MAX) {
      findings.add(
          Diagnostic.error(
              "yaml.too-deep",
              places.range(start),
              "values are nested more than " + DEPTH_MAX + " levels deep"));
      throw new Unreadable();
    }
    Node result = start instanceof MappingStartEvent ? mapping(start) : sequence(start);
    depth--;
    return result;
  }

  private Sequence sequence(CollectionStartEvent start) {
    List<Node> items = new ArrayList<>();
    Event event = events.next();
    while (!(event instanceof SequenceEndEvent)) {
      items.add(node(event));
      event = events.next();
    }
    Optional<SourceRange> last =
        items.isEmpty() ? Optional.empty() : Optional.of(items.getLast().range());
    return new Sequence(items, collectionRange(start, event, last));
  }

  private Mapping mapping(CollectionStartEvent start) {
    List<Mapping.Entry> entries = new ArrayList<>();
    Map<String, Scalar> seen = new HashMap<>();
    SourceRange last = places.range(start);
    Event event = events.next();
    while (!(event instanceof MappingEndEvent)) {
      Node key = node(event);
      Node value = node(events.next());
      last = key.range().to(value.range());
      if (isKey(key, seen)) {
        entries.add(new Mapping.Entry((Scalar) key, value));
      }
      event = events.next();
    }
    return new Mapping(entries, collectionRange(start, event, Optional.of(last)));
  }

  private boolean isKey(Node key, Map<String, Scalar> seen) {
    if (!(key instanceof Scalar name)) {
      findings.add(
          Diagnostic.error(
                  "yaml.key-not-text", key.range(), "a key is " + key.kind() + "; keys are texts")
              .hint("a value that begins with `{` or `[` is quoted when text is meant"));
      return false;
    }
    if (name.isPlain() && name.text().equals("<<")) {
      findings.add(
          Diagnostic.error("yaml.merge-key", name.range(), "merge keys (`<<`) are not used here")
              .hint("write the keys out"));
      return false;
    }
    Scalar first = seen.putIfAbsent(name.text(), name);
    if (first != null) {
      findings.add(
          Diagnostic.error(
                  "yaml.duplicate-key",
                  name.range(),
                  "the key `" + name.text() + "` stands twice in this map")
              .related(first.range(), "the first `" + name.text() + "` is here"));
    }
    return first == null;
  }

  /** Block collections end, for SnakeYAML, at the next token: ours end with their last value. */
  private SourceRange collectionRange(
      CollectionStartEvent start, Event end, Optional<SourceRange> last) {
    if (start.isFlow()) {
      return places.file().range(places.start(start), places.end(end));
    }
    SourceRange first = SourceRange.at(places.file().path(), places.range(start).start());
    return last.map(first::to).orElse(first);
  }

  private Scalar scalar(ScalarEvent event) {
    Scalar.Style style = style(event.getScalarStyle());
    int start = places.start(event);
    int end = places.end(event);
    String text = places.file().text();
    boolean block = style == Scalar.Style.LITERAL || style == Scalar.Style.FOLDED;
    while (block && end > start && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    Scalar.Origin origin = new Scalar.Origin(places.file(), start, end);
    String value =
        event.getTag() == null
            ? event.getValue()
            : (event.getTag() + " " + event.getValue()).strip();
    return new Scalar(value, style, places.file().range(start, end), origin);
  }

  private static Scalar.Style style(ScalarStyle style) {
    return switch (style) {
      case SINGLE_QUOTED -> Scalar.Style.SINGLE_QUOTED;
      case DOUBLE_QUOTED -> Scalar.Style.DOUBLE_QUOTED;
      case LITERAL -> Scalar.Style.LITERAL;
      case FOLDED -> Scalar.Style.FOLDED;
      case PLAIN, JSON_SCALAR_STYLE -> Scalar.Style.PLAIN;
    };
  }

  private void refuseAnchor(NodeEvent event) {
    if (event.getAnchor() != null) {
      int at = places.start(event);
      findings.add(
          Diagnostic.error(
                  "yaml.anchor",
                  places.file().range(at, at + event.getAnchor().length() + 1),
                  "anchors (`&" + event.getAnchor() + "`) are not used here")
              .hint("remove it, or quote the text if it begins with `&`"));
    }
  }

  private void refuseTag(Event event, String tag) {
    if (tag != null) {
      int at = places.start(event);
      boolean expression = tag.startsWith("!") && !tag.startsWith("!!");
      findings.add(
          Diagnostic.error(
                  "yaml.tag",
                  places.file().range(at, at + Math.max(1, expression ? tag.length() : 1)),
                  "YAML reads `" + tag + "` as a tag; tags are not used here")
              .hint("quote the whole text when it begins with `!`: \"!steps.x.ok\""));
    }
  }
}
