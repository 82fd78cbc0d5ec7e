package io.github.etcdrunbook.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A value and what was found while making it. Without a value there is at least one error; with one
 * there may still be findings, errors too, when the rest of the file was worth reading. Immutable.
 */
public record Checked<T>(Optional<T> value, List<Diagnostic> diagnostics) {
  /** Rejects an absence that nobody explains. */
  public Checked {
    Objects.requireNonNull(value, "value");
    diagnostics = List.copyOf(diagnostics);
    if (value.isEmpty() && diagnostics.stream().noneMatch(Diagnostic::isError)) {
      throw new IllegalArgumentException("no value, and no error that says why");
    }
  }

  /** A value without findings. */
  public static <T> Checked<T> of(T value) {
    return new Checked<>(Optional.of(value), List.of());
  }

  /** A value with findings. */
  public static <T> Checked<T> of(T value, List<Diagnostic> diagnostics) {
    return new Checked<>(Optional.of(value), diagnostics);
  }

  /** No value, with the reason. */
  public static <T> Checked<T> failed(Diagnostic... reasons) {
    return new Checked<>(Optional.empty(), List.of(reasons));
  }

  /** No value, with the reasons. */
  public static <T> Checked<T> failed(List<Diagnostic> reasons) {
    return new Checked<>(Optional.empty(), reasons);
  }

  /** Whether there is a value and no error. */
  public boolean isSound() {
    return value.isPresent() && diagnostics.stream().noneMatch(Diagnostic::isError);
  }

  /** The value made into another one, with the same findings. */
  public <U> Checked<U> map(Function<? super T, ? extends U> function) {
    return new Checked<>(value.map(function), diagnostics);
  }

  /** The next step on the value, with the findings of both. */
  public <U> Checked<U> then(Function<? super T, Checked<U>> function) {
    if (value.isEmpty()) {
      return new Checked<>(Optional.empty(), diagnostics);
    }
    Checked<U> next = function.apply(value.get());
    List<Diagnostic> all = new ArrayList<>(diagnostics);
    all.addAll(next.diagnostics);
    return new Checked<>(next.value, all);
  }

  /** The value, after its findings have been added to a list. */
  public Optional<T> drainTo(List<Diagnostic> findings) {
    findings.addAll(diagnostics);
    return value;
  }

  /** The findings in reading order, each once. */
  public List<Diagnostic> sorted() {
    return diagnostics.stream().distinct().sorted().toList();
  }
}
