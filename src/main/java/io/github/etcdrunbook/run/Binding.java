package io.github.etcdrunbook.run;

import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.MemberId;
import io.github.etcdrunbook.world.Value;
import java.util.Optional;

/**
 * Puts what an effect has left behind in the place of what was known only after it: an inverse
 * removes the very member that its effect has added. Pure.
 */
final class Binding {
  private Binding() {}

  /** The effect with all that the run knows by now. */
  static Effect of(Effect effect, RunState state) {
    return effect instanceof Effect.MemberRemove remove
        ? new Effect.MemberRemove(remove.host(), known(remove.member(), state), remove.peerUrls())
        : effect;
  }

  private static Value<MemberId> known(Value<MemberId> member, RunState state) {
    return member instanceof Value.Pending<MemberId> pending
        ? added(pending, state).<Value<MemberId>>map(Value.Fixed::new).orElse(member)
        : member;
  }

  private static Optional<MemberId> added(Value.Pending<MemberId> pending, RunState state) {
    return state
        .act(pending.from())
        .map(ActState::progress)
        .flatMap(
            progress ->
                progress instanceof ActState.Progress.Done done
                        && done.result() instanceof EffectResult.Added added
                    ? Optional.of(added.member())
                    : Optional.empty());
  }
}
