package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.playbook.Conditions.Requirement;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.yaml.MappingReader;
import io.github.etcdrunbook.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the four conditions of a step or group. */
final class ConditionsReader {
  private final PlaceContext before;
  private final PlaceContext after;
  private final PlaceContext end;

  /**
   * Conditions over the names before a step, those after it with its {@code result}, and those when
   * all of its hosts are through.
   */
  ConditionsReader(PlaceContext before, PlaceContext after, PlaceContext end) {
    this.before = before;
    this.after = after;
    this.end = end;
  }

  Conditions read(MappingReader step) {
    return new Conditions(
        step.scalar("when").flatMap(before::check),
        requirements(step, "require", before),
        requirements(step, "expect", after),
        step.scalar("doneWhen").flatMap(end::check));
  }

  private static List<Requirement> requirements(
      MappingReader step, String key, PlaceContext context) {
    List<Requirement> requirements = new ArrayList<>();
    List<Diagnostic> findings = context.findings();
    for (Node node : step.list(key)) {
      MappingReader reader =
          MappingReader.of(node, Words.REQUIREMENT, findings).require("that", "message");
      Optional<Check> that = reader.scalar("that").flatMap(context::check);
      Optional<Template> message = reader.scalar("message").flatMap(context::template);
      if (that.isPresent() && message.isPresent()) {
        requirements.add(new Requirement(that.get(), message.get()));
      }
    }
    return requirements;
  }
}
