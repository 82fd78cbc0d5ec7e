package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.expression.Declarations;
import io.github.etcdrunbook.expression.ExprValue;
import io.github.etcdrunbook.expression.ExpressionReader;
import io.github.etcdrunbook.expression.Interpolation;
import io.github.etcdrunbook.playbook.WrittenArguments.Argument;
import io.github.etcdrunbook.playbook.WrittenArguments.Computed;
import io.github.etcdrunbook.playbook.WrittenArguments.Literal;
import io.github.etcdrunbook.playbook.WrittenArguments.Named;
import io.github.etcdrunbook.playbook.WrittenArguments.Part;
import io.github.etcdrunbook.playbook.WrittenArguments.Several;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.yaml.Mapping;
import io.github.etcdrunbook.yaml.MappingReader;
import io.github.etcdrunbook.yaml.Node;
import io.github.etcdrunbook.yaml.Scalar;
import io.github.etcdrunbook.yaml.Sequence;
import io.github.etcdrunbook.yaml.Vocabulary;
import io.github.etcdrunbook.yaml.YamlReader;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the {@code with} of a step by the components of its action's argument record: the one place
 * where unknown, missing and mistyped arguments are reported, for all actions.
 */
final class ArgumentReader {
  private final Declarations names;
  private final List<Diagnostic> findings;

  ArgumentReader(Declarations names, List<Diagnostic> findings) {
    this.names = names;
    this.findings = findings;
  }

  /** The arguments; {@code node} is an empty map when nothing is written. */
  WrittenArguments read(String action, Class<? extends Record> type, Node node, Frame frame) {
    return new WrittenArguments(type, components("`" + action + "`", type, node), frame);
  }

  private List<Argument> components(String what, Class<?> type, Node node) {
    RecordComponent[] components = type.getRecordComponents();
    List<String> keys = Arrays.stream(components).map(RecordComponent::getName).toList();
    MappingReader reader =
        MappingReader.of(
            node, new Vocabulary(what, "argument", keys, Words.neighbours(keys)), findings);
    List<Argument> arguments = new ArrayList<>();
    for (RecordComponent component : components) {
      String key = component.getName();
      Optional<Node> written = reader.has(key) ? reader.node(key) : byDefault(component, reader);
      written
          .flatMap(value -> part(component.getGenericType(), value))
          .ifPresent(part -> arguments.add(new Argument(key, component.getGenericType(), part)));
    }
    return arguments;
  }

  private Optional<Node> byDefault(RecordComponent component, MappingReader reader) {
    Doc doc = component.getAnnotation(Doc.class);
    String text = doc == null ? "" : doc.byDefault();
    if (text.isEmpty()) {
      if (component.getType() != Optional.class) {
        reader.require(component.getName());
      }
      return Optional.empty();
    }
    return YamlReader.read(new SourceFile("default of " + component.getName(), text)).value();
  }

  private Optional<Part> part(Type type, Node node) {
    return switch (node) {
      case Scalar scalar when unwrapped(type) == io.github.etcdrunbook.action.Literal.class ->
          asItStands(type, scalar);
      case Scalar scalar when Interpolation.isIn(scalar.text()) -> computed(type, scalar);
      case Scalar scalar -> literal(type, scalar);
      case Sequence sequence -> several(type, sequence);
      case Mapping mapping -> named(type, mapping);
    };
  }

  private Optional<Part> computed(Type type, Scalar scalar) {
    Optional<Interpolation> read = ExpressionReader.interpolation(scalar, names).drainTo(findings);
    if (read.isPresent() && !ArgumentTypes.accepts(type, read.get().type())) {
      findings.add(
          Diagnostic.error(
              "argument.wrong-type",
              scalar.range(),
              ArgumentTypes.wanted(type)
                  + " is wanted, and this yields "
                  + read.get().type().describe()));
      return Optional.empty();
    }
    return read.map(Computed::new);
  }

  private Optional<Part> asItStands(Type type, Scalar scalar) {
    int at = scalar.text().indexOf("${");
    if (at >= 0) {
      findings.add(
          Diagnostic.error(
                  "argument.literal",
                  scalar.range(at, at + 2),
                  "nothing is put into a script: it is literal")
              .hint(
                  "pass the value by `env: {NAME: \"${...}\"}` and write `$NAME`; a variable of the"
                      + " shell is written without braces, too"));
      return Optional.empty();
    }
    return literal(type, scalar);
  }

  private Optional<Part> literal(Type type, Scalar scalar) {
    Optional<ExprValue> value = ArgumentTypes.read(type, scalar);
    if (value.isEmpty()) {
      Diagnostic finding = mismatch(type, scalar.range(), shown(scalar));
      boolean list = ArgumentTypes.kind(type) == ArgumentTypes.Kind.LIST;
      findings.add(list ? finding.hint("write `[" + scalar.text() + "]`") : finding);
      return Optional.empty();
    }
    return checked(type, new Literal(value.get(), scalar.range()), value.get());
  }

  private Optional<Part> checked(Type type, Part part, ExprValue value) {
    try {
      ArgumentDecoder.decode(type, value);
      return Optional.of(part);
    } catch (ArgumentDecoder.Misfit misfit) {
      findings.add(WrittenArguments.wrong(WrittenArguments.range(part), misfit));
      return Optional.empty();
    }
  }

  private Optional<Part> several(Type type, Sequence sequence) {
    Type inner = unwrapped(type);
    if (ArgumentTypes.kind(inner) != ArgumentTypes.Kind.LIST) {
      findings.add(mismatch(type, sequence.range(), "a list"));
      return Optional.empty();
    }
    List<Part> items = new ArrayList<>();
    for (Node item : sequence.items()) {
      part(ArgumentTypes.parameter(inner, 0), item).ifPresent(items::add);
    }
    return Optional.of(new Several(items, sequence.range()));
  }

  private Optional<Part> named(Type type, Mapping mapping) {
    Type inner = unwrapped(type);
    Map<String, Part> fields = new LinkedHashMap<>();
    switch (ArgumentTypes.kind(inner)) {
      case RECORD -> {
        int before = findings.size();
        for (Argument argument : components("this map", ArgumentTypes.raw(inner), mapping)) {
          fields.put(argument.name(), argument.part());
        }
        if (before == findings.size()) {
          checkWhole(inner, new Named(fields, mapping.range()));
        }
      }
      case MAP -> {
        for (Mapping.Entry entry : mapping.entries()) {
          part(ArgumentTypes.parameter(inner, 1), entry.value())
              .ifPresent(part -> fields.put(entry.name(), part));
        }
      }
      default -> {
        findings.add(mismatch(type, mapping.range(), "a map"));
        return Optional.empty();
      }
    }
    return Optional.of(new Named(fields, mapping.range()));
  }

  /** What the record itself says of its parts, where all of them are known from the file. */
  private void checkWhole(Type type, Named named) {
    Optional<ExprValue> value = WrittenArguments.literal(named);
    if (value.isPresent()) {
      checked(type, named, value.get());
    }
  }

  private static Type unwrapped(Type type) {
    ArgumentTypes.Kind kind = ArgumentTypes.kind(type);
    boolean wraps = kind == ArgumentTypes.Kind.OPTIONAL || kind == ArgumentTypes.Kind.VALUE;
    return wraps ? unwrapped(ArgumentTypes.parameter(type, 0)) : type;
  }

  private static Diagnostic mismatch(Type type, SourceRange range, String given) {
    return Diagnostic.error(
        "argument.wrong-type",
        range,
        ArgumentTypes.wanted(type) + " is wanted, and this is " + given);
  }

  private static String shown(Scalar scalar) {
    String text = scalar.text().strip();
    return "`" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "`";
  }
}
