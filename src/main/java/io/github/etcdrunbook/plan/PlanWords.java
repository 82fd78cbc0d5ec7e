package io.github.etcdrunbook.plan;

import io.github.etcdrunbook.playbook.Group;
import io.github.etcdrunbook.playbook.Rollout;
import java.util.Locale;

/** How a group goes, in words. Pure. */
final class PlanWords {
  private PlanWords() {}

  static String of(Group group) {
    String steps = group.steps().size() == 1 ? "1 step" : group.steps().size() + " steps";
    if (group.hosts().isEmpty()) {
      return steps;
    }
    Rollout rollout = group.manner().rollout();
    String order =
        rollout.order() == Rollout.Order.INVENTORY
            ? ""
            : ", " + rollout.order().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    String pace =
        rollout
            .batch()
            .map(batch -> batch == 1 ? "host by host" : batch + " hosts at a time")
            .orElse("all hosts at the same time");
    return steps + ", " + pace + order;
  }
}
