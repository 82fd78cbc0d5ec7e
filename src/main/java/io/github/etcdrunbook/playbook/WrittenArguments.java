package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.expression.ExprValue;
import io.github.etcdrunbook.expression.Interpolation;
import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceRange;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code with} of a step as written, typed by the argument record of its action: what is
 * literal was checked when the file was loaded, the rest is evaluated for each host. Pure.
 */
record WrittenArguments(Class<? extends Record> type, List<Argument> arguments, Frame frame)
    implements StepArguments {
  /** One argument: the record's component, its type, and what is written for it. */
  record Argument(String name, Type type, Part part) {}

  /** What is written for an argument or a part of one. */
  sealed interface Part {}

  /** A value that is known from the file. */
  record Literal(ExprValue value, SourceRange range) implements Part {}

  /** A value that is computed. */
  record Computed(Interpolation interpolation) implements Part {}

  /** A list with parts of either kind. */
  record Several(List<Part> items, SourceRange range) implements Part {
    Several {
      items = List.copyOf(items);
    }
  }

  /** A map with parts of either kind. */
  record Named(Map<String, Part> fields, SourceRange range) implements Part {
    Named {
      fields = Map.copyOf(fields);
    }
  }

  WrittenArguments {
    arguments = List.copyOf(arguments);
  }

  @Override
  public Bound bind(Scope scope) {
    // Outputs of all steps before are converted for the names: not for arguments that ask for none.
    Map<String, ExprValue> bindings =
        arguments.stream().allMatch(argument -> literal(argument.part).isPresent())
            ? Map.of()
            : frame.bindings(scope);
    List<Diagnostic> findings = new ArrayList<>();
    Map<String, ExprValue> values = new LinkedHashMap<>();
    for (Argument argument : arguments) {
      evaluate(argument.part, bindings, findings)
          .ifPresent(value -> values.put(argument.name, value));
    }
    ExprValue all = new ExprValue.Fields(values);
    if (findings.isEmpty() && !all.waitsFor().isEmpty()) {
      return new Bound.KnownAfter(Data.after(all));
    }
    for (Argument argument : arguments) {
      ExprValue value = values.get(argument.name);
      if (value != null && value.waitsFor().isEmpty()) {
        check(argument, value, findings);
      }
    }
    return findings.isEmpty() ? made(all) : new Bound.Wrong(findings);
  }

  private Bound made(ExprValue all) {
    try {
      return new Bound.Ready((Record) ArgumentDecoder.record(type, all));
    } catch (ArgumentDecoder.Misfit misfit) {
      SourceRange range =
          arguments.isEmpty() ? SourceRange.startOf("") : range(arguments.getFirst().part);
      return new Bound.Wrong(List.of(wrong(range, misfit)));
    }
  }

  private static Optional<ExprValue> evaluate(
      Part part, Map<String, ExprValue> bindings, List<Diagnostic> findings) {
    return switch (part) {
      case Literal literal -> Optional.of(literal.value);
      case Computed computed -> {
        Checked<ExprValue> value = computed.interpolation.evaluate(bindings);
        yield value.drainTo(findings);
      }
      case Several several -> {
        List<ExprValue> items = new ArrayList<>();
        several.items.forEach(item -> evaluate(item, bindings, findings).ifPresent(items::add));
        yield Optional.of(new ExprValue.Items(items));
      }
      case Named named -> {
        Map<String, ExprValue> fields = new LinkedHashMap<>();
        named.fields.forEach(
            (name, field) ->
                evaluate(field, bindings, findings).ifPresent(value -> fields.put(name, value)));
        yield Optional.of(new ExprValue.Fields(fields));
      }
    };
  }

  /** The value of a part that is wholly known from the file. */
  static Optional<ExprValue> literal(Part part) {
    return switch (part) {
      case Literal literal -> Optional.of(literal.value);
      case Computed ignored -> Optional.empty();
      case Several several -> {
        List<ExprValue> items = new ArrayList<>();
        several.items.forEach(item -> literal(item).ifPresent(items::add));
        yield items.size() == several.items.size()
            ? Optional.of(new ExprValue.Items(items))
            : Optional.empty();
      }
      case Named named -> {
        Map<String, ExprValue> fields = new LinkedHashMap<>();
        named.fields.forEach(
            (name, field) -> literal(field).ifPresent(value -> fields.put(name, value)));
        yield fields.size() == named.fields.size()
            ? Optional.of(new ExprValue.Fields(fields))
            : Optional.empty();
      }
    };
  }

  private static void check(Argument argument, ExprValue value, List<Diagnostic> findings) {
    try {
      ArgumentDecoder.decode(argument.type, value);
    } catch (ArgumentDecoder.Misfit misfit) {
      findings.add(wrong(range(argument.part), misfit));
    }
  }

  static Diagnostic wrong(SourceRange range, ArgumentDecoder.Misfit misfit) {
    return Diagnostic.error("argument.wrong-type", range, misfit.getMessage()).hint(misfit.hint());
  }

  static SourceRange range(Part part) {
    return switch (part) {
      case Literal literal -> literal.range;
      case Computed computed -> computed.interpolation.range();
      case Several several -> several.range;
      case Named named -> named.range;
    };
  }
}
