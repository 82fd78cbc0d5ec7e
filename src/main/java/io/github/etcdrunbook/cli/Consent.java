package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.run.Gatekeeper;
import io.github.etcdrunbook.world.StepId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The question that a command asks before it changes anything: yes, or it stops.
 *
 * @param question what is asked
 * @param unchanged what is said when the answer is no
 * @param command what does the same where nobody can be asked
 */
record Consent(String question, String unchanged, String command) {
  /** Returns on yes. */
  void demand(RunDesk desk) throws Stop {
    TerminalGate gate =
        new TerminalGate(desk.console(), Map.of(), desk.operator(), () -> {}, () -> {});
    Gatekeeper.Question asked =
        new Gatekeeper.Question(
            new StepId("consent"), question, Optional.empty(), false, List.of());
    switch (gate.ask(asked)) {
      case Gatekeeper.Answer.Yes ignored -> {}
      case Gatekeeper.Answer.No ignored -> throw Stop.of(ExitCode.PAUSED, unchanged);
      case Gatekeeper.Answer.Nobody ignored ->
          throw Stop.of(
              ExitCode.PAUSED,
              "There is nobody to ask. " + unchanged + " Without the question:\n  " + command);
    }
  }
}
