package io.github.etcdrunbook.run;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.plan.StepAt;
import java.util.List;
import java.util.Optional;

/** Says whether a step may begin with these acts. */
@FunctionalInterface
interface Admission {
  /** Why it may not, if so. */
  Optional<Trouble> objection(StepAt at, List<Act> acts);
}
