package io.github.etcdrunbook.action;

import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.EffectResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How acts that were done are taken back: the inverses of the done acts in reverse order, up to the
 * first act that has none. Pure.
 *
 * @param parts the inverse effects, in the order in which they are performed
 * @param end where it ends early, if it does: earlier acts stay done
 */
public record Undoing(List<Part> parts, Optional<End> end) {
  /** Copies the parts. */
  public Undoing {
    parts = List.copyOf(parts);
    Objects.requireNonNull(end, "end");
  }

  /** An act that happened, with what it left behind. */
  public record Done(EffectRef ref, Act act, EffectResult result) {
    /** Rejects null. */
    public Done {
      Objects.requireNonNull(ref, "ref");
      Objects.requireNonNull(act, "act");
      Objects.requireNonNull(result, "result");
    }
  }

  /** One inverse effect and the act that it takes back. */
  public record Part(EffectRef of, Effect effect) {
    /** Rejects null. */
    public Part {
      Objects.requireNonNull(of, "of");
      Objects.requireNonNull(effect, "effect");
    }
  }

  /** The act that the tool cannot take back, and why or how a person can. */
  public record End(EffectRef at, Undo undo, String why) {
    /** Rejects null. */
    public End {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(undo, "undo");
      Objects.requireNonNull(why, "why");
    }
  }

  /** Works out how the acts, given in the order in which they were done, are taken back. */
  public static Undoing of(List<Done> done) {
    List<Part> parts = new ArrayList<>();
    for (Done last : done.reversed()) {
      switch (last.act().undo()) {
        case Undo.By by -> by.inverse().forEach(effect -> parts.add(new Part(last.ref(), effect)));
        case Undo.NotNeeded ignored -> {}
        case Undo.ByHand hand -> {
          return ended(parts, last, "by hand: " + hand.instructions());
        }
        case Undo.Irreversible irreversible -> {
          return ended(parts, last, irreversible.why());
        }
      }
    }
    return new Undoing(parts, Optional.empty());
  }

  private static Undoing ended(List<Part> parts, Done last, String why) {
    return new Undoing(parts, Optional.of(new End(last.ref(), last.act().undo(), why)));
  }

  /** Whether all is taken back. */
  public boolean isComplete() {
    return end.isEmpty();
  }
}
