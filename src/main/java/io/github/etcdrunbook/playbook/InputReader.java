package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.expression.Declarations;
import io.github.etcdrunbook.playbook.Input.Kind;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.Suggestion;
import io.github.etcdrunbook.world.StepId;
import io.github.etcdrunbook.yaml.Mapping;
import io.github.etcdrunbook.yaml.MappingReader;
import io.github.etcdrunbook.yaml.Node;
import io.github.etcdrunbook.yaml.Scalar;
import io.github.etcdrunbook.yaml.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code inputs} of a playbook. */
final class InputReader {
  private static final List<String> TYPES =
      List.of("string", "int", "bool", "duration", "size", "path", "file", "host", "enum", "list");
  private static final Map<String, String> OTHER_TYPES =
      Map.of(
          "str",
          "string",
          "text",
          "string",
          "number",
          "int",
          "integer",
          "int",
          "boolean",
          "bool",
          "time",
          "duration",
          "bytes",
          "size",
          "array",
          "list",
          "choice",
          "enum");
  static final Vocabulary LIST = Vocabulary.of("a list type", "input", "list");

  private final List<Diagnostic> findings;

  InputReader(List<Diagnostic> findings) {
    this.findings = findings;
  }

  List<Input> read(Node node) {
    List<Input> inputs = new ArrayList<>();
    if (!(node instanceof Mapping mapping)) {
      findings.add(
          Diagnostic.error(
                  "input.wrong-type",
                  node.range(),
                  "`inputs` is a map from names to inputs, and this is " + node.kind())
              .hint("write `keep: {type: int, description: ...}`"));
      return inputs;
    }
    for (Mapping.Entry entry : mapping.entries()) {
      input(entry).ifPresent(inputs::add);
    }
    return inputs;
  }

  private Optional<Input> input(Mapping.Entry entry) {
    refuseName("input", entry.key(), findings);
    MappingReader reader =
        MappingReader.of(entry.value(), Words.INPUT, findings).require("type", "description");
    Optional<Input.Type> type = reader.node("type").flatMap(node -> type(node, reader));
    Optional<String> description = reader.text("description");
    boolean secret = reader.truth("secret").orElse(false);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    if (secret && reader.has("default")) {
      findings.add(
          Diagnostic.error(
              "input.secret-default", reader.range("default"), "a secret input has no default"));
    }
    Optional<Datum> byDefault =
        reader
            .node("default")
            .flatMap(node -> new InputValues(findings).read(type.get(), node, entry.name()));
    Optional<Check> must =
        reader.scalar("must").flatMap(text -> must(text, entry.name(), type.get()));
    Input input =
        new Input(
            entry.name(),
            type.get(),
            description.orElse(""),
            byDefault,
            must,
            secret,
            entry.key().range());
    if (byDefault.isPresent()) {
      new InputValues(findings)
          .refuseUnlessMust(input, byDefault.get(), reader.node("default").orElseThrow().range());
    }
    return Optional.of(input);
  }

  /** Names are snake case: CEL has no dashes in names. */
  static void refuseName(String rule, Scalar key, List<Diagnostic> findings) {
    if (!StepId.isValid(key.text())) {
      String fixed =
          key.text()
              .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
              .replaceAll("[-. ]", "_")
              .toLowerCase(Locale.ROOT);
      Diagnostic finding =
          Diagnostic.error(
              rule + ".bad-name",
              key.range(),
              "`" + key.text() + "` is no name: names are snake_case");
      findings.add(StepId.isValid(fixed) ? finding.hint("write `" + fixed + "`") : finding);
    }
  }

  private Optional<Input.Type> type(Node node, MappingReader input) {
    if (node instanceof Mapping) {
      return MappingReader.of(node, LIST, findings)
          .require("list")
          .node("list")
          .flatMap(inner -> type(inner, input))
          .map(Input.Type.ListOf::new);
    }
    if (!(node instanceof Scalar scalar)) {
      findings.add(
          Diagnostic.error("input.unknown-type", node.range(), "a type is a word")
              .hint("a list is `{list: string}`, a choice is `enum` with `allowed`"));
      return Optional.empty();
    }
    Optional<Kind> kind =
        Arrays.stream(Kind.values())
            .filter(known -> MappingReader.word(known).equals(scalar.text()))
            .findFirst();
    if (kind.isPresent()) {
      return Optional.of(new Input.Type.Simple(kind.get()));
    }
    if (scalar.text().equals("enum")) {
      return Optional.of(choice(input));
    }
    findings.add(
        Diagnostic.error(
                "input.unknown-type", scalar.range(), "`" + scalar.text() + "` is no type of input")
            .hint(
                scalar.text().equals("list")
                    ? Optional.of("say of what: `{list: string}`")
                    : Optional.ofNullable(OTHER_TYPES.get(scalar.text()))
                        .map(word -> "here that is `" + word + "`")
                        .or(() -> Suggestion.hint(scalar.text(), TYPES))));
    return Optional.empty();
  }

  private Input.Type choice(MappingReader input) {
    input.require("allowed");
    List<String> allowed = new ArrayList<>();
    for (Scalar word : input.scalars("allowed")) {
      if (allowed.contains(word.text())) {
        findings.add(
            Diagnostic.error(
                "input.duplicate-word", word.range(), "`" + word.text() + "` stands twice"));
      }
      allowed.add(word.text());
    }
    return new Input.Type.Choice(allowed);
  }

  private Optional<Check> must(Scalar text, String name, Input.Type type) {
    Declarations names = Declarations.empty().with("value", Data.type(type));
    Frame frame =
        scope ->
            scope.inputs().containsKey(name)
                ? Map.of("value", Data.toValue(scope.inputs().get(name)))
                : Map.of();
    return new PlaceContext(names, frame, Set.of(), findings).check(text);
  }
}
