package io.github.etcdrunbook.run;

import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.HostWriter;
import io.github.etcdrunbook.world.Performed;
import io.github.etcdrunbook.world.Progress;
import io.github.etcdrunbook.world.Settled;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Standpoint;
import java.time.Duration;

/**
 * The one place where effects happen: gives each to the writer that performs it. Decides nothing,
 * records nothing. Thread-safe.
 */
final class Performer {
  private final Writers writers;
  private final Brake brake;
  private final Waiting waiting;
  private final Watcher watcher;

  Performer(Means means) {
    this.writers = means.writers();
    this.brake = means.stop().brake();
    this.waiting = new Waiting(means);
    this.watcher = means.ledger().watcher();
  }

  /** Performs the effect; ends at the limit, or when the operator breaks it off. */
  Performed perform(Effect effect, EffectKey key, Duration limit, Standpoint standpoint) {
    return brake.during(
        () -> breakOff(effect, key), () -> performed(effect, key, limit, standpoint));
  }

  private void breakOff(Effect effect, EffectKey key) {
    if (effect instanceof Effect.OnHost onHost && effect.proof() != Effect.Proof.REPEATABLE) {
      writers.host(onHost.host()).seen().ifPresent(writer -> writer.breakOff(key));
    }
  }

  private Performed performed(Effect effect, EffectKey key, Duration limit, Standpoint standpoint) {
    Progress progress = (done, total) -> watcher.transferred(key.effect(), done, total);
    return switch (effect) {
      case Effect.PutFile put -> onHost(put, key, limit, progress);
      case Effect.Move move -> onHost(move, key, limit, progress);
      case Effect.Copy copy -> onHost(copy, key, limit, progress);
      case Effect.Remove remove -> onHost(remove, key, limit, progress);
      case Effect.Control control -> onHost(control, key, limit, progress);
      case Effect.RestoreSnapshot restore -> onHost(restore, key, limit, progress);
      case Effect.Exec exec -> onHost(exec, key, limit, progress);
      case Effect.SealFiles seal -> onHost(seal, key, limit, progress);
      case Effect.SaveSnapshot save -> writers.etcd().perform(save, key, limit, progress);
      case Effect.RemoveSnapshot remove -> writers.etcd().perform(remove, key, limit, progress);
      case Effect.DisarmAlarm disarm -> writers.etcd().perform(disarm, key, limit, progress);
      case Effect.WriteProbe probe -> writers.etcd().perform(probe, key, limit, progress);
      case Effect.Compact compact -> writers.etcd().perform(compact, key, limit, progress);
      case Effect.Defragment defragment -> writers.etcd().perform(defragment, key, limit, progress);
      case Effect.LeaderAway away -> writers.etcd().perform(away, key, limit, progress);
      case Effect.MakeFolder folder -> onHost(folder, key, limit, progress);
      case Effect.Configure configure -> onHost(configure, key, limit, progress);
      case Effect.MemberAdd add -> writers.etcd().perform(add, key, limit, progress);
      case Effect.MemberPromote promote -> writers.etcd().perform(promote, key, limit, progress);
      case Effect.MemberRemove remove -> writers.etcd().perform(remove, key, limit, progress);
      case Effect.MemberUpdate update -> writers.etcd().perform(update, key, limit, progress);
      case Effect.Await wait -> waiting.await(wait, key.effect(), limit, standpoint);
    };
  }

  /** What became of an effect whose answer was lost: the wrapper's record, else its evidence. */
  Settled settle(Effect effect, EffectKey key) {
    return switch (effect) {
      case Effect.PutFile put -> settleOnHost(put, key);
      case Effect.Move move -> settleOnHost(move, key);
      case Effect.Copy copy -> settleOnHost(copy, key);
      case Effect.Remove remove -> settleOnHost(remove, key);
      case Effect.Control control -> settleOnHost(control, key);
      case Effect.RestoreSnapshot restore -> settleOnHost(restore, key);
      case Effect.Exec exec -> settleOnHost(exec, key);
      case Effect.SealFiles seal -> settleOnHost(seal, key);
      case Effect.SaveSnapshot save -> writers.etcd().settle(save, key);
      case Effect.RemoveSnapshot remove -> writers.etcd().settle(remove, key);
      case Effect.DisarmAlarm disarm -> writers.etcd().settle(disarm, key);
      case Effect.WriteProbe probe -> writers.etcd().settle(probe, key);
      case Effect.Compact compact -> writers.etcd().settle(compact, key);
      case Effect.Defragment defragment -> writers.etcd().settle(defragment, key);
      case Effect.LeaderAway away -> writers.etcd().settle(away, key);
      case Effect.MakeFolder folder -> settleOnHost(folder, key);
      case Effect.Configure configure -> settleOnHost(configure, key);
      case Effect.MemberAdd add -> writers.etcd().settle(add, key);
      case Effect.MemberPromote promote -> writers.etcd().settle(promote, key);
      case Effect.MemberRemove remove -> writers.etcd().settle(remove, key);
      case Effect.MemberUpdate update -> writers.etcd().settle(update, key);
      case Effect.Await ignored -> new Settled.Unclear("waiting leaves no trace");
    };
  }

  private Performed onHost(Effect.OnHost effect, EffectKey key, Duration limit, Progress progress) {
    return switch (writers.host(effect.host())) {
      case Sight.Seen<HostWriter> host -> host.value().perform(effect, key, limit, progress);
      case Sight.Unseen<HostWriter> unseen -> new Performed.NotDone(unseen.failure());
    };
  }

  private Settled settleOnHost(Effect.OnHost effect, EffectKey key) {
    return switch (writers.host(effect.host())) {
      case Sight.Seen<HostWriter> host -> host.value().settle(effect, key);
      case Sight.Unseen<HostWriter> unseen -> new Settled.Unclear(unseen.failure().what());
    };
  }
}
