package io.github.etcdrunbook.report;

import io.github.etcdrunbook.playbook.Conditions.Requirement;
import io.github.etcdrunbook.playbook.Group;
import io.github.etcdrunbook.playbook.Manner;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a playbook refuses, as far as it is written down: its own requirements, what its actions say
 * of themselves, and the rule that a cluster which serves keeps its quorum. Pure.
 */
final class PlaybookRefusals {
  private static final Pattern SENTENCE = Pattern.compile("(?<=[.]) (?=[A-Z`])");

  private final Set<String> found = new LinkedHashSet<>();

  private PlaybookRefusals() {}

  static List<String> of(Playbook playbook) {
    PlaybookRefusals refusals = new PlaybookRefusals();
    for (Playbook.Entry entry : playbook.entries()) {
      switch (entry) {
        case Step step -> refusals.requirements(step.conditions().require());
        case Group group -> {
          refusals.requirements(group.conditions().require());
          group.steps().forEach(step -> refusals.requirements(step.conditions().require()));
        }
      }
    }
    playbook.steps().flatMap(step -> step.use().stream()).forEach(refusals::action);
    if (!playbook.isReadOnly()) {
      refusals.quorum(playbook);
    }
    return List.copyOf(refusals.found);
  }

  private void requirements(List<Requirement> all) {
    all.forEach(one -> found.add(one.message().written().strip().replace('\n', ' ')));
  }

  private void action(Step.Use use) {
    for (String sentence : SENTENCE.split(use.action().manual().description())) {
      if (sentence.toLowerCase(java.util.Locale.ROOT).contains("refuse")) {
        found.add(use.action().manual().name() + ": " + sentence);
      }
    }
  }

  private void quorum(Playbook playbook) {
    List<String> given = new ArrayList<>();
    playbook
        .steps()
        .filter(step -> step.manner().quorum() instanceof Manner.Quorum.GivenUp)
        .forEach(step -> given.add(step.id().text()));
    found.add(
        "any step that costs a cluster which serves its quorum"
            + (given.isEmpty() ? "" : ", but for " + String.join(", ", given)));
  }
}
