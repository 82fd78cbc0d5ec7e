package io.github.etcdrunbook.yaml;

import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.source.Suggestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the values of one map by the types that its fields want. Every problem becomes a finding in
 * the list that it was given: unknown and missing keys, wrong types. It never stops at the first.
 */
public final class MappingReader {
  private final Mapping mapping;
  private final Vocabulary vocabulary;
  private final List<Diagnostic> findings;

  private MappingReader(Mapping mapping, Vocabulary vocabulary, List<Diagnostic> findings) {
    this.mapping = mapping;
    this.vocabulary = vocabulary;
    this.findings = findings;
  }

  /** A reader of the map that a node is; when it is none, a finding and an empty map. */
  public static MappingReader of(Node node, Vocabulary vocabulary, List<Diagnostic> findings) {
    if (!(node instanceof Mapping mapping)) {
      findings.add(
          Diagnostic.error(
                  vocabulary.rule() + ".wrong-type",
                  node.range(),
                  vocabulary.what() + " is a map, and this is " + node.kind())
              .hint("its keys are " + Suggestion.list(vocabulary.keys())));
      return new MappingReader(new Mapping(List.of(), node.range()), vocabulary, findings);
    }
    for (Mapping.Entry entry : mapping.entries()) {
      if (!vocabulary.keys().contains(entry.name())) {
        findings.add(
            Diagnostic.error(
                    vocabulary.rule() + ".unknown-key",
                    entry.key().range(),
                    vocabulary.what() + " has no key `" + entry.name() + "`")
                .hint(vocabulary.advice(entry.name())));
      }
    }
    return new MappingReader(mapping, vocabulary, findings);
  }

  /** Whether a key is written. */
  public boolean has(String key) {
    return mapping.get(key).isPresent();
  }

  /** Where the map stands. */
  public SourceRange range() {
    return mapping.range();
  }

  /** Where a key stands; the map when it is not written. */
  public SourceRange range(String key) {
    return mapping.entry(key).map(entry -> entry.key().range()).orElse(range());
  }

  /** The value of a key, of any kind; a key without a value is a finding. */
  public Optional<Node> node(String key) {
    Optional<Mapping.Entry> entry = mapping.entry(key);
    if (entry.isPresent() && entry.get().value() instanceof Scalar scalar && scalar.isNull()) {
      findings.add(
          Diagnostic.error(
              vocabulary.rule() + ".no-value",
              entry.get().key().range(),
              "`" + key + "` has no value"));
      return Optional.empty();
    }
    return entry.map(Mapping.Entry::value);
  }

  /** Reports a key that is not written. */
  public MappingReader require(String... keys) {
    for (String key : keys) {
      if (mapping.get(key).isEmpty()) {
        SourceRange place = SourceRange.at(range().file(), range().start());
        findings.add(
            Diagnostic.error(
                vocabulary.rule() + ".missing-key",
                place,
                vocabulary.what() + " needs the key `" + key + "`"));
      }
    }
    return this;
  }

  /** The single value of a key. */
  public Optional<Scalar> scalar(String key) {
    return node(key).flatMap(node -> asScalar(node, "`" + key + "`"));
  }

  /** The text of a key, whatever it looks like. */
  public Optional<String> text(String key) {
    return scalar(key).map(Scalar::text);
  }

  /** A truth value. */
  public Optional<Boolean> truth(String key) {
    return typed(key, "true or false", Scalar::asBoolean);
  }

  /** A whole number within bounds. */
  public Optional<Integer> whole(String key, int least, int most) {
    return typed(
        key,
        "a whole number from " + least + " to " + most,
        scalar ->
            scalar
                .asWhole()
                .filter(number -> number >= least && number <= most)
                .map(Long::intValue));
  }

  /** A length of time with its unit. */
  public Optional<Duration> duration(String key) {
    return typed(key, "a duration such as `90s` or `15m`", scalar -> Units.duration(scalar.text()));
  }

  /** One of a few words, given by an enum whose constants are written in camel case. */
  public <E extends Enum<E>> Optional<E> word(String key, Class<E> words) {
    List<String> names = Arrays.stream(words.getEnumConstants()).map(MappingReader::word).toList();
    Optional<Scalar> scalar = scalar(key);
    Optional<E> found =
        scalar.flatMap(
            text ->
                Arrays.stream(words.getEnumConstants())
                    .filter(constant -> word(constant).equals(text.text()))
                    .findFirst());
    if (scalar.isPresent() && found.isEmpty()) {
      findings.add(
          Diagnostic.error(
                  vocabulary.rule() + ".unknown-word",
                  scalar.get().range(),
                  "`" + key + "` is not `" + scalar.get().text() + "`")
              .hint(
                  Suggestion.nearest(scalar.get().text(), names)
                      .map(nearest -> "did you mean `" + nearest + "`?")
                      .or(() -> Optional.of("it is one of " + Suggestion.list(names)))));
    }
    return found;
  }

  /** The camel case word of a constant: {@code LEADER_LAST} is {@code leaderLast}. */
  public static String word(Enum<?> constant) {
    StringBuilder word = new StringBuilder();
    for (String part : constant.name().toLowerCase(Locale.ROOT).split("_", -1)) {
      word.append(word.isEmpty() ? part.charAt(0) : Character.toUpperCase(part.charAt(0)));
      word.append(part.substring(1));
    }
    return word.toString();
  }

  /** A list of single values; one value alone is a list of one. */
  public List<Scalar> scalars(String key) {
    List<Scalar> scalars = new ArrayList<>();
    for (Node item : items(key)) {
      asScalar(item, "an element of `" + key + "`").ifPresent(scalars::add);
    }
    return scalars;
  }

  /** The elements of a list; one value alone is a list of one. */
  public List<Node> items(String key) {
    Optional<Node> node = node(key);
    return switch (node.orElse(new Sequence(List.of(), range()))) {
      case Sequence sequence -> sequence.items();
      case Scalar scalar -> List.of(scalar);
      case Mapping map -> List.of(map);
    };
  }

  /** The elements of what must be a list. */
  public List<Node> list(String key) {
    Optional<Node> node = node(key);
    if (node.isPresent() && !(node.get() instanceof Sequence)) {
      findings.add(
          Diagnostic.error(
                  vocabulary.rule() + ".wrong-type",
                  node.get().range(),
                  "`" + key + "` is a list, and this is " + node.get().kind())
              .hint("each element begins with `- `"));
      return List.of();
    }
    return items(key);
  }

  private Optional<Scalar> asScalar(Node node, String what) {
    if (node instanceof Scalar scalar) {
      return Optional.of(scalar);
    }
    findings.add(
        Diagnostic.error(
            vocabulary.rule() + ".wrong-type",
            node.range(),
            what + " is a single value, and this is " + node.kind()));
    return Optional.empty();
  }

  private <T> Optional<T> typed(String key, String wanted, Function<Scalar, Optional<T>> reading) {
    Optional<Scalar> scalar = scalar(key);
    Optional<T> value = scalar.flatMap(reading);
    if (scalar.isPresent() && value.isEmpty()) {
      Diagnostic finding =
          Diagnostic.error(
              vocabulary.rule() + ".wrong-type",
              scalar.get().range(),
              "`" + key + "` is " + wanted + ", and this is `" + shown(scalar.get()) + "`");
      boolean quoted = !scalar.get().isPlain();
      findings.add(quoted ? finding.hint("without quotes, unless text is meant") : finding);
    }
    return value;
  }

  private static String shown(Scalar scalar) {
    String text = scalar.text().strip();
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }
}
