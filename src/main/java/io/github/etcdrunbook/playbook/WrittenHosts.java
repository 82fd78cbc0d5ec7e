package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.expression.ExprValue;
import io.github.etcdrunbook.expression.Interpolation;
import io.github.etcdrunbook.inventory.GroupName;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.inventory.Selector;
import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The {@code hosts} of a step as written: words, and expressions that yield words. Pure. */
record WrittenHosts(List<Word> words, Frame frame, SourceRange range) implements HostChoice {
  /** One element of {@code hosts}. */
  sealed interface Word {
    /** Where it stands. */
    SourceRange range();
  }

  /** A word that stands for itself. */
  record Plain(Selector selector) implements Word {
    @Override
    public SourceRange range() {
      return selector.range();
    }
  }

  /** Words that are computed. */
  record Computed(Interpolation interpolation) implements Word {
    @Override
    public SourceRange range() {
      return interpolation.range();
    }
  }

  WrittenHosts {
    words = List.copyOf(words);
  }

  @Override
  public Chosen choose(Scope scope, Supplier<Optional<HostName>> leader) {
    List<Selector> selectors = new ArrayList<>();
    for (Word word : words) {
      switch (word) {
        case Plain plain -> selectors.add(plain.selector);
        case Computed computed -> {
          Checked<ExprValue> value = computed.interpolation.evaluate(frame.bindings(scope));
          if (value.value().isEmpty()) {
            return new Chosen.Wrong(value.diagnostics());
          }
          if (!value.value().get().waitsFor().isEmpty()) {
            return new Chosen.KnownAfter(Data.after(value.value().get()));
          }
          Checked<List<Selector>> read = names(value.value().get(), computed.range());
          if (read.value().isEmpty()) {
            return new Chosen.Wrong(read.diagnostics());
          }
          selectors.addAll(read.value().get());
        }
      }
    }
    Checked<List<HostName>> chosen =
        new Selector.AnyOf(selectors, range).select(candidates(scope), leader);
    return chosen
        .value()
        .<Chosen>map(Chosen.Hosts::new)
        .orElseGet(() -> new Chosen.Wrong(chosen.diagnostics()));
  }

  private static Checked<List<Selector>> names(ExprValue value, SourceRange range) {
    ExprValue seen = value.seen();
    List<ExprValue> items = seen instanceof ExprValue.Items list ? list.items() : List.of(seen);
    List<Selector> selectors = new ArrayList<>();
    for (ExprValue item : items) {
      if (!(item.seen() instanceof ExprValue.Text text)) {
        return Checked.failed(
            Diagnostic.error(
                "hosts.wrong-type", range, "names of hosts are strings, not " + item.kind()));
      }
      selectors.add(Selector.of(text.value(), range));
    }
    return Checked.of(selectors);
  }

  private static List<Selector.Candidate> candidates(Scope scope) {
    return scope.place().hosts().stream()
        .map(
            host ->
                new Selector.Candidate(
                    host.name(),
                    host.groups().stream().map(GroupName::new).collect(Collectors.toSet())))
        .toList();
  }
}
