package io.github.etcdrunbook.world;

/**
 * A fact was asked of a forecast that only an earlier effect of the same playbook will show: what a
 * command leaves behind, the digest of a snapshot not yet taken. Thrown by the readers of a
 * forecast where the type of the fact has no room for a pending value. The planner catches it in
 * one place and defers what asked: "known after" the effect. No other reader throws it.
 */
public final class NotYetKnown extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** After which effect it is known. */
  private final transient EffectRef from;

  /** The fact is known after the effect. */
  public NotYetKnown(String fact, EffectRef from) {
    super(fact + " is known after " + from);
    this.from = from;
  }

  /** After which effect it is known. */
  public EffectRef from() {
    return from;
  }
}
