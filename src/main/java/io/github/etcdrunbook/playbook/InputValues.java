package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.expression.ExprValue;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.playbook.Input.Kind;
import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.source.Suggestion;
import io.github.etcdrunbook.yaml.Mapping;
import io.github.etcdrunbook.yaml.Node;
import io.github.etcdrunbook.yaml.Scalar;
import io.github.etcdrunbook.yaml.Sequence;
import io.github.etcdrunbook.yaml.Units;
import io.github.etcdrunbook.yaml.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values for inputs: from defaults, from a file of values, from {@code -v name=value}. */
public final class InputValues {
  private final List<Diagnostic> findings;

  InputValues(List<Diagnostic> findings) {
    this.findings = findings;
  }

  /**
   * The values of all inputs: those given, else the defaults. Unknown, missing and mistyped ones
   * are findings, and those that break their {@code must}.
   *
   * @param given values by name, as {@link #file} and {@link #option} read them; later ones win
   */
  public static Checked<Map<String, Datum>> of(List<Input> inputs, Map<String, Node> given) {
    List<Diagnostic> findings = new ArrayList<>();
    InputValues values = new InputValues(findings);
    List<String> names = inputs.stream().map(Input::name).toList();
    given.forEach(
        (name, node) -> {
          if (!names.contains(name)) {
            findings.add(
                Diagnostic.error(
                        "input.unknown", node.range(), "the playbook has no input `" + name + "`")
                    .hint(Suggestion.hint(name, names)));
          }
        });
    Map<String, Datum> data = new LinkedHashMap<>();
    for (Input input : inputs) {
      values
          .value(input, Optional.ofNullable(given.get(input.name())))
          .ifPresent(datum -> data.put(input.name(), datum));
    }
    return findings.isEmpty() ? Checked.of(data) : Checked.failed(findings);
  }

  /** The values of a YAML file: a map from names to values. */
  public static Checked<Map<String, Node>> file(SourceFile file) {
    return YamlReader.read(file)
        .then(
            root -> {
              if (!(root instanceof Mapping mapping)) {
                return Checked.failed(
                    Diagnostic.error(
                        "input.wrong-type",
                        root.range(),
                        "a file of inputs is a map from names to values"));
              }
              Map<String, Node> values = new LinkedHashMap<>();
              mapping.entries().forEach(entry -> values.put(entry.name(), entry.value()));
              return Checked.of(values);
            });
  }

  /** One value of the command line; lists are written as in YAML: {@code [cp1, cp2]}. */
  public static Checked<Node> option(Input input, String text) {
    SourceFile file = new SourceFile("-v " + input.name(), text);
    if (input.type() instanceof Input.Type.ListOf) {
      return YamlReader.read(file);
    }
    SourceRange range = file.range(0, text.length());
    Scalar.Origin origin = new Scalar.Origin(file, 0, text.length());
    return Checked.of(new Scalar(text, Scalar.Style.PLAIN, range, origin));
  }

  private Optional<Datum> value(Input input, Optional<Node> given) {
    if (given.isEmpty()) {
      if (input.byDefault().isEmpty()) {
        findings.add(
            Diagnostic.error(
                    "input.missing", input.range(), "the input `" + input.name() + "` has no value")
                .hint("give it with `-v " + input.name() + "=...`"));
      }
      return input.byDefault();
    }
    Optional<Datum> datum = read(input.type(), given.get(), input.name());
    datum.ifPresent(value -> refuseUnlessMust(input, value, given.get().range()));
    return datum;
  }

  /** A value by the type of its input. */
  Optional<Datum> read(Input.Type type, Node node, String name) {
    return switch (type) {
      case Input.Type.ListOf list -> many(list.item(), node, name);
      case Input.Type.Choice choice ->
          scalar(type, node, name)
              .flatMap(scalar -> word(choice, scalar, name))
              .map(Datum.Text::new);
      case Input.Type.Simple simple ->
          scalar(type, node, name).flatMap(text -> simple(simple.kind(), text, name));
    };
  }

  private Optional<Datum> many(Input.Type item, Node node, String name) {
    if (!(node instanceof Sequence sequence)) {
      findings.add(
          Diagnostic.error(
                  "input.wrong-type",
                  node.range(),
                  "`" + name + "` is a list, and this is " + node.kind())
              .hint("write `[a, b]`"));
      return Optional.empty();
    }
    List<Datum> items = new ArrayList<>();
    for (Node element : sequence.items()) {
      read(item, element, name).ifPresent(items::add);
    }
    return Optional.of(new Datum.Many(items));
  }

  private Optional<Scalar> scalar(Input.Type type, Node node, String name) {
    if (node instanceof Scalar scalar && !(scalar.isNull() && scalar.text().isEmpty())) {
      return Optional.of(scalar);
    }
    findings.add(mismatch(name, wanted(type), node.range(), node.kind()));
    return Optional.empty();
  }

  private Optional<String> word(Input.Type.Choice choice, Scalar scalar, String name) {
    if (choice.allowed().contains(scalar.text())) {
      return Optional.of(scalar.text());
    }
    findings.add(
        mismatch(name, wanted(choice), scalar.range(), "`" + scalar.text() + "`")
            .hint(
                Suggestion.nearest(scalar.text(), choice.allowed())
                    .map(nearest -> "did you mean `" + nearest + "`?")));
    return Optional.empty();
  }

  private Optional<Datum> simple(Kind kind, Scalar scalar, String name) {
    Optional<Datum> datum =
        switch (kind) {
          case STRING -> Optional.of(new Datum.Text(scalar.text()));
          case PATH, FILE ->
              scalar.text().isBlank()
                  ? Optional.empty()
                  : Optional.of(new Datum.Text(scalar.text()));
          case HOST ->
              HostName.isValid(scalar.text())
                  ? Optional.of(new Datum.Text(scalar.text()))
                  : Optional.empty();
          case INT -> scalar.asWhole().map(Datum.Whole::new);
          case SIZE -> Units.size(scalar.text()).map(Datum.Whole::new);
          case BOOL -> scalar.asBoolean().map(Datum.Truth::new);
          case DURATION -> Units.duration(scalar.text()).map(Datum.Span::new);
        };
    if (datum.isEmpty()) {
      findings.add(
          mismatch(
              name,
              wanted(new Input.Type.Simple(kind)),
              scalar.range(),
              "`" + scalar.text() + "`"));
    }
    return datum;
  }

  private static String wanted(Input.Type type) {
    return switch (type) {
      case Input.Type.Choice choice -> "one of " + Suggestion.list(choice.allowed());
      case Input.Type.ListOf list -> "a list";
      case Input.Type.Simple simple ->
          switch (simple.kind()) {
            case STRING -> "a text";
            case INT -> "a whole number";
            case BOOL -> "true or false";
            case DURATION -> "a duration such as `90s` or `15m`";
            case SIZE -> "a size such as `64MiB`";
            case PATH, FILE -> "a path";
            case HOST -> "the name of a host";
          };
    };
  }

  private static Diagnostic mismatch(String name, String wanted, SourceRange range, String given) {
    return Diagnostic.error(
        "input.wrong-value", range, "`" + name + "` is " + wanted + ", and this is " + given);
  }

  void refuseUnlessMust(Input input, Datum datum, SourceRange range) {
    if (input.must().isPresent()
        && input.must().get() instanceof ExpressionCheck must
        && !holds(must, datum)) {
      findings.add(
          Diagnostic.error(
                  "input.breaks-must", range, "`" + input.name() + "` must satisfy: " + must.text())
              .related(must.range(), "as said here"));
    }
  }

  private static boolean holds(ExpressionCheck must, Datum datum) {
    return must.expression()
        .evaluate(Map.of("value", Data.toValue(datum)))
        .value()
        .filter(result -> result.equals(new ExprValue.Truth(true)))
        .isPresent();
  }
}
