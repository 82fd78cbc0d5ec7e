package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.action.Nature;
import io.github.etcdrunbook.source.SourceRange;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A playbook that was read and checked. Immutable.
 *
 * @param heading what it is, for people
 * @param inputs what it asks for
 * @param variables computed once when planning, in this order, then frozen
 * @param entries its steps and groups, in order
 * @param onFailure steps that only read, to leave evidence when a run fails
 * @param sources every file it was read from, itself first
 * @param range where it stands
 */
public record Playbook(
    Heading heading,
    List<Input> inputs,
    List<Variable> variables,
    List<Entry> entries,
    List<Step> onFailure,
    List<SourceText> sources,
    SourceRange range) {
  /** Rejects null and copies the lists. */
  public Playbook {
    Objects.requireNonNull(heading, "heading");
    inputs = List.copyOf(inputs);
    variables = List.copyOf(variables);
    entries = List.copyOf(entries);
    onFailure = List.copyOf(onFailure);
    sources = List.copyOf(sources);
    Objects.requireNonNull(range, "range");
  }

  /**
   * What a playbook is, for people.
   *
   * @param name its name, kebab-case
   * @param title one line
   * @param summary what it does
   * @param owner who answers for it; empty when nobody is named
   * @param risk what can go wrong, in words; empty when nothing is said
   * @param occasion what it is for; empty when nothing is said
   */
  public record Heading(
      String name,
      String title,
      String summary,
      String owner,
      String risk,
      Optional<Occasion> occasion) {
    /** Rejects null. */
    public Heading {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(title, "title");
      Objects.requireNonNull(summary, "summary");
      Objects.requireNonNull(owner, "owner");
      Objects.requireNonNull(risk, "risk");
      Objects.requireNonNull(occasion, "occasion");
    }
  }

  /** What a playbook is for. */
  public enum Occasion {
    /** Something is broken. */
    INCIDENT,
    /** Nothing is; it is done every day, or in a maintenance window. */
    ROUTINE
  }

  /** Whether no step may change anything. */
  public boolean isReadOnly() {
    return steps()
        .flatMap(step -> step.use().stream())
        .allMatch(use -> use.nature() == Nature.READS);
  }

  /** One file as it was read; frozen in the plan, so that a run never reads it again. */
  public record SourceText(String path, String text) {
    /** Rejects null. */
    public SourceText {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(text, "text");
    }
  }

  /** A step or a group of steps. */
  public sealed interface Entry permits Step, Group {}

  /** All steps, those of groups included, in the order of the text. */
  public Stream<Step> steps() {
    return entries.stream()
        .flatMap(
            entry ->
                switch (entry) {
                  case Step step -> Stream.of(step);
                  case Group group -> group.steps().stream();
                });
  }
}
