package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.expression.ExpressionReader;
import io.github.etcdrunbook.expression.Interpolation;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.Suggestion;
import io.github.etcdrunbook.yaml.Mapping;
import io.github.etcdrunbook.yaml.MappingReader;
import io.github.etcdrunbook.yaml.Node;
import io.github.etcdrunbook.yaml.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an included playbook is given for its inputs: values of the file, and computed ones. */
final class IncludedInputs {
  private final PlaceContext context;
  private final List<Diagnostic> findings;
  private final Map<String, Interpolation> computed = new LinkedHashMap<>();
  private final Map<String, Datum> data = new LinkedHashMap<>();

  /** The place is that of the step that includes. */
  IncludedInputs(PlaceContext context) {
    this.context = context;
    this.findings = context.findings();
  }

  Map<String, Interpolation> computed() {
    return Map.copyOf(computed);
  }

  Map<String, Datum> data() {
    return Map.copyOf(data);
  }

  void read(List<Input> inputs, MappingReader reader) {
    List<String> known = inputs.stream().map(Input::name).toList();
    Optional<Node> with = reader.node("with");
    List<Mapping.Entry> entries =
        with.isPresent() && with.get() instanceof Mapping map ? map.entries() : List.of();
    for (Mapping.Entry entry : entries) {
      if (!known.contains(entry.name())) {
        findings.add(
            Diagnostic.error(
                    "input.unknown",
                    entry.key().range(),
                    "the included playbook has no input `" + entry.name() + "`")
                .hint(Suggestion.hint(entry.name(), known)));
      }
    }
    for (Input input : inputs) {
      Optional<Mapping.Entry> entry =
          entries.stream().filter(written -> written.name().equals(input.name())).findFirst();
      if (entry.isPresent()) {
        one(input, entry.get().value());
      } else if (input.byDefault().isPresent()) {
        data.put(input.name(), input.byDefault().get());
      } else {
        findings.add(
            Diagnostic.error(
                    "input.missing",
                    reader.range("uses"),
                    "the included playbook needs the input `" + input.name() + "`")
                .hint("add `with: {" + input.name() + ": ...}`"));
      }
    }
  }

  private void one(Input input, Node node) {
    if (!(node instanceof Scalar scalar) || !Interpolation.isIn(scalar.text())) {
      new InputValues(findings)
          .read(input.type(), node, input.name())
          .ifPresent(
              datum -> {
                data.put(input.name(), datum);
                new InputValues(findings).refuseUnlessMust(input, datum, node.range());
              });
      return;
    }
    Optional<Interpolation> text =
        ExpressionReader.interpolation(scalar, context.names()).drainTo(findings);
    text.ifPresent(read -> computed.put(input.name(), read));
    if (text.isPresent() && !input.secret()) {
      context.refuseSecrets(text.get().paths(), scalar);
    }
    if (text.isPresent() && !Data.type(input.type()).accepts(text.get().type())) {
      findings.add(
          Diagnostic.error(
              "input.wrong-value",
              scalar.range(),
              "`"
                  + input.name()
                  + "` is "
                  + Data.type(input.type()).describe()
                  + ", and this yields "
                  + text.get().type().describe()));
    }
  }
}
