package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Planned;
import io.github.etcdrunbook.plan.PlannedStep;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * Lets steps whose effects the plan could not know be performed without asking. Gates that the
 * playbook has ask all the same.
 */
final class DeferredAnswers {
  @Option(
      names = "--accept-deferred",
      description = "Do not ask again for steps whose effects the plan could not know.")
  private boolean accepted;

  /** What is answered beforehand, besides what was given. */
  Map<String, String> in(Plan plan, Map<String, String> given) {
    Map<String, String> answers = new LinkedHashMap<>(given);
    if (accepted) {
      for (PlannedStep step : plan.steps()) {
        if (step.planned() instanceof Planned.Deferred && step.marks().gate().isEmpty()) {
          answers.putIfAbsent(step.at().step().text(), "yes");
        }
      }
    }
    return answers;
  }
}
