package io.github.etcdrunbook.run;

import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.StepId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Asks a person. Without a terminal there is no answer, and the run stops. */
public interface Gatekeeper {
  /**
   * What a person is asked.
   *
   * @param step the step that waits
   * @param text the question
   * @param phrase what must be typed; without one, yes is enough
   * @param noReturn whether there is no way back after it
   * @param effects what would be done, where the plan could not show it
   */
  record Question(
      StepId step, String text, Optional<String> phrase, boolean noReturn, List<Effect> effects) {
    /** Rejects null and copies the effects. */
    public Question {
      Objects.requireNonNull(step, "step");
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(phrase, "phrase");
      effects = List.copyOf(effects);
    }
  }

  /** What a person said. */
  sealed interface Answer {
    /** Go on. */
    record Yes(String who) implements Answer {}

    /** Stop here. */
    record No(String who) implements Answer {}

    /** Nobody can be asked. */
    record Nobody() implements Answer {}
  }

  /** Whether the gate of a step could be answered now: asked before anything is changed. */
  boolean reaches(StepId step);

  /** Asks, and waits for the answer. */
  Answer ask(Question question);
}
