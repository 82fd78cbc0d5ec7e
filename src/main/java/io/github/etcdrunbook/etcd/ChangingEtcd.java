package io.github.etcdrunbook.etcd;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Alarm;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.EtcdReader;
import io.github.etcdrunbook.world.EtcdWriter;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Performed;
import io.github.etcdrunbook.world.Progress;
import io.github.etcdrunbook.world.Settled;
import io.github.etcdrunbook.world.Sight;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Changes the real etcd, or saves a snapshot of it. Safe for several threads. */
final class ChangingEtcd implements EtcdWriter {
  private final EtcdMembers members;
  private final EtcdReader reader;
  private final SnapshotSaving saving;
  private final Upkeep upkeep;
  private final SnapshotRemoval removal;
  private final MemberChanges changes;

  ChangingEtcd(EtcdMembers members, EtcdReader reader, EtcdAdapter.Contents contents) {
    this.members = members;
    this.reader = reader;
    this.saving = new SnapshotSaving(members, contents);
    this.removal = new SnapshotRemoval(contents);
    this.upkeep = new Upkeep(members, reader);
    this.changes = new MemberChanges(members, reader);
  }

  @Override
  public Performed perform(Effect effect, EffectKey key, Duration limit, Progress progress) {
    return switch (effect) {
      case Effect.SaveSnapshot save -> saving.perform(save, key.run(), limit, progress);
      case Effect.RemoveSnapshot remove -> removal.perform(remove);
      case Effect.DisarmAlarm disarm -> disarm(disarm);
      case Effect.WriteProbe probe -> probe(probe);
      case Effect.Compact compact -> upkeep.compact(compact, limit);
      case Effect.Defragment defragment -> upkeep.defragment(defragment, limit);
      case Effect.LeaderAway away -> upkeep.leaderAway(away);
      case Effect.MemberAdd add -> changes.add(add, key);
      case Effect.MemberPromote promote -> changes.promote(promote);
      case Effect.MemberRemove remove -> changes.remove(remove);
      case Effect.MemberUpdate update -> changes.update(update);
      case Effect.MakeFolder folder -> throw notOurs(folder);
      case Effect.Configure configure -> throw notOurs(configure);
      case Effect.PutFile put -> throw notOurs(put);
      case Effect.Move move -> throw notOurs(move);
      case Effect.Copy copy -> throw notOurs(copy);
      case Effect.Remove remove -> throw notOurs(remove);
      case Effect.Control control -> throw notOurs(control);
      case Effect.RestoreSnapshot restore -> throw notOurs(restore);
      case Effect.Await await -> throw notOurs(await);
      case Effect.Exec exec -> throw notOurs(exec);
      case Effect.SealFiles seal -> throw notOurs(seal);
    };
  }

  private static IllegalArgumentException notOurs(Effect effect) {
    return new IllegalArgumentException("not etcd's to perform: " + effect);
  }

  /** A NOSPACE alarm stays while CORRUPT is listed: that one has to be dealt with first. */
  private Performed disarm(Effect.DisarmAlarm disarm) {
    Sight<List<Alarm>> listed = reader.alarms(disarm.host());
    if (listed.unseen().isPresent()) {
      return new Performed.NotDone(listed.unseen().get());
    }
    List<Alarm> alarms = listed.seen().orElseThrow();
    if (!alarms.contains(disarm.alarm())) {
      return done();
    }
    boolean corrupt = alarms.stream().anyMatch(alarm -> alarm.type() == Alarm.Type.CORRUPT);
    if (corrupt && disarm.alarm().type() == Alarm.Type.NOSPACE) {
      return new Performed.NotDone(
          new Failure.Unsuitable(
              "a CORRUPT alarm is raised", "replace the corrupt member before disarming NOSPACE"));
    }
    AlarmKind kind =
        switch (disarm.alarm().type()) {
          case NOSPACE -> AlarmKind.NOSPACE;
          case CORRUPT -> AlarmKind.CORRUPT;
        };
    RaisedAlarm raised = new RaisedAlarm(disarm.alarm().member(), kind);
    return changed(disarm.host(), member -> member.alarms().disarm(raised));
  }

  /** A call that changes something. */
  private interface Call {
    Answer<?> on(EtcdConnection member);
  }

  private Performed changed(HostName host, Call call) {
    Sight<EtcdConnection> member = members.to(host);
    if (member.unseen().isPresent()) {
      return new Performed.NotDone(member.unseen().get());
    }
    return call.on(member.seen().orElseThrow())
        .failure()
        .<Performed>map(
            failure ->
                failure.mayHaveTakenEffect()
                    ? new Performed.Unclear(WorldFailures.of(failure))
                    : new Performed.NotDone(WorldFailures.of(failure)))
        .orElseGet(ChangingEtcd::done);
  }

  /** Writes, reads back what it wrote, and deletes: all three need a majority. */
  private Performed probe(Effect.WriteProbe probe) {
    Bytes key = Bytes.utf8(probe.key());
    Performed put = changed(probe.host(), member -> member.keys().put(key, key));
    if (!(put instanceof Performed.Done)) {
      changed(probe.host(), member -> member.keys().delete(key));
      return put;
    }
    Sight<KeyPage> read =
        members.ask(probe.host(), member -> member.keys().read(KeyRange.key(key)));
    Performed deleted = changed(probe.host(), member -> member.keys().delete(key));
    boolean same =
        read.seen()
            .filter(page -> page.keys().stream().anyMatch(stored -> stored.value().equals(key)))
            .isPresent();
    if (!same) {
      return new Performed.NotDone(
          read.unseen()
              .orElseGet(
                  () ->
                      new Failure.Unsuitable(
                          "a key that was just written is not read back",
                          "compare the members' hashes before any client is let in")));
    }
    return deleted;
  }

  private static Performed done() {
    return new Performed.Done(new EffectResult.Nothing());
  }

  @Override
  public Settled settle(Effect effect, EffectKey key) {
    return switch (effect) {
      case Effect.SaveSnapshot save -> saving.settle(Path.of(save.path()));
      case Effect.RemoveSnapshot remove -> removal.settle(remove);
      case Effect.DisarmAlarm disarm -> settled(disarm);
      case Effect.WriteProbe probe -> new Settled.NotDone("a probe is harmless to repeat");
      case Effect.Compact compact -> upkeep.settle(compact);
      case Effect.Defragment defragment -> upkeep.settle(defragment);
      case Effect.LeaderAway away -> upkeep.settle(away);
      case Effect.MemberAdd add -> changes.settle(add);
      case Effect.MemberPromote promote -> changes.settle(promote);
      case Effect.MemberRemove remove -> changes.settle(remove);
      case Effect.MemberUpdate update -> changes.settle(update);
      case Effect.MakeFolder folder -> throw notOurs(folder);
      case Effect.Configure configure -> throw notOurs(configure);
      case Effect.PutFile put -> throw notOurs(put);
      case Effect.Move move -> throw notOurs(move);
      case Effect.Copy copy -> throw notOurs(copy);
      case Effect.Remove remove -> throw notOurs(remove);
      case Effect.Control control -> throw notOurs(control);
      case Effect.RestoreSnapshot restore -> throw notOurs(restore);
      case Effect.Await await -> throw notOurs(await);
      case Effect.Exec exec -> throw notOurs(exec);
      case Effect.SealFiles seal -> throw notOurs(seal);
    };
  }

  private Settled settled(Effect.DisarmAlarm disarm) {
    return switch (reader.alarms(disarm.host())) {
      case Sight.Unseen<List<Alarm>> unseen -> new Settled.Unclear(unseen.failure().what());
      case Sight.Seen<List<Alarm>> seen when seen.value().contains(disarm.alarm()) ->
          new Settled.NotDone("the alarm is listed");
      case Sight.Seen<List<Alarm>> seen ->
          new Settled.Done(new EffectResult.Nothing(), "the alarm is not listed");
    };
  }
}
