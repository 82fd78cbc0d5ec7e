package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.playbook.Group;
import io.github.etcdrunbook.playbook.Manner;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.playbook.Step;
import io.github.etcdrunbook.world.StepId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Checks answers that were given beforehand while nothing is changed yet. */
final class Beforehand {
  /** How a template says that it cannot be told yet. */
  private static final String LATER = "(known after";

  private final Map<String, Manner> manners = new LinkedHashMap<>();
  private final Scope scope;

  Beforehand(Playbook playbook, Scope scope) {
    this.scope = scope;
    for (Playbook.Entry entry : playbook.entries()) {
      switch (entry) {
        case Step step -> add(step.id(), step.manner());
        case Group group -> {
          add(group.id(), group.manner());
          group.steps().forEach(step -> add(step.id(), step.manner()));
        }
      }
    }
  }

  private void add(StepId id, Manner manner) {
    manners.put(id.text(), manner);
  }

  /** Stops at a step that is not there and at a phrase that will not be accepted. */
  void demandSound(Map<String, String> confirmed) throws Stop {
    for (Map.Entry<String, String> answer : confirmed.entrySet()) {
      Manner manner = manners.get(answer.getKey());
      if (manner == null) {
        throw wrong("there is no step `" + answer.getKey() + "` in the playbook");
      }
      String wanted =
          manner
              .confirm()
              .flatMap(Manner.Gate::phrase)
              .map(phrase -> phrase.render(scope))
              .orElse("yes");
      if (!wanted.contains(LATER) && !wanted.equals(answer.getValue())) {
        throw wrong(
            "at `"
                + answer.getKey()
                + "` the answer has to be `"
                + wanted
                + "`, not `"
                + answer.getValue()
                + "`");
      }
    }
  }

  private static Stop wrong(String what) {
    return Stop.of(ExitCode.COMMAND_LINE, "--confirm: " + what + ". Nothing was changed.");
  }
}
