package io.github.etcdrunbook.action;

import io.github.etcdrunbook.world.Effect;
import java.util.List;
import java.util.Objects;

/** How an effect is taken back. Immutable. */
public sealed interface Undo {
  /** By these effects, in order. They restore what was observed. */
  record By(List<Effect> inverse) implements Undo {
    /** Rejects an empty inverse. */
    public By {
      inverse = List.copyOf(inverse);
      if (inverse.isEmpty()) {
        throw new IllegalArgumentException("an inverse has effects");
      }
    }

    /** By one effect. */
    public static By one(Effect inverse) {
      return new By(List.of(inverse));
    }
  }

  /** Nothing has to be taken back. */
  record NotNeeded(String why) implements Undo {
    /** Rejects null. */
    public NotNeeded {
      Objects.requireNonNull(why, "why");
    }
  }

  /** A person can, with these instructions. */
  record ByHand(String instructions) implements Undo {
    /** Rejects null. */
    public ByHand {
      Objects.requireNonNull(instructions, "instructions");
    }
  }

  /** It cannot be taken back. */
  record Irreversible(String why) implements Undo {
    /** Rejects null. */
    public Irreversible {
      Objects.requireNonNull(why, "why");
    }
  }
}
