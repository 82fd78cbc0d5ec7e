package io.github.etcdrunbook.world;

import java.util.Optional;

/** What a host of the slow world shows of an effect in doubt that left no record. Pure. */
final class SlowEvidence {
  private SlowEvidence() {}

  static Settled of(SlowHost host, Effect.OnHost effect) {
    return switch (effect) {
      case Effect.PutFile put -> put(host, put);
      case Effect.Move move -> move(host, move);
      case Effect.Copy copy ->
          host.files.exists(copy.to())
              ? done(copy.to() + " exists")
              : not(copy.to() + " does not exist");
      case Effect.Remove remove ->
          host.files.exists(remove.path())
              ? not(remove.path() + " exists")
              : done(remove.path() + " is gone");
      case Effect.Control control -> control(host.unit(control.unit()), control.verb());
      case Effect.RestoreSnapshot restore ->
          host.files.exists(restore.target().directory())
              ? done(restore.target().directory() + " is complete")
              : not(restore.target().directory() + " does not exist");
      case Effect.MakeFolder folder ->
          host.files.exists(folder.path())
              ? done(folder.path() + " exists")
              : not(folder.path() + " does not exist");
      case Effect.Configure configure ->
          host.configuration.equals(configure.setup().map(Effect.Configure.Setup::configuration))
              ? done(configure.file() + " is as wanted")
              : not(configure.file() + " is otherwise");
      case Effect.MemberAdd ignored -> throw SlowHostWriter.notMine(effect);
      case Effect.MemberPromote ignored -> throw SlowHostWriter.notMine(effect);
      case Effect.MemberRemove ignored -> throw SlowHostWriter.notMine(effect);
      case Effect.MemberUpdate ignored -> throw SlowHostWriter.notMine(effect);
      case Effect.Exec ignored -> new Settled.Unclear("the record of the command is lost");
      case Effect.SealFiles ignored -> throw SlowHostWriter.notMine(effect);
      case Effect.SaveSnapshot ignored -> throw SlowHostWriter.notMine(effect);
      case Effect.DisarmAlarm ignored -> throw SlowHostWriter.notMine(effect);
      case Effect.WriteProbe ignored -> throw SlowHostWriter.notMine(effect);
      case Effect.Compact ignored -> throw SlowHostWriter.notMine(effect);
      case Effect.Defragment ignored -> throw SlowHostWriter.notMine(effect);
      case Effect.LeaderAway ignored -> throw SlowHostWriter.notMine(effect);
    };
  }

  private static Settled put(SlowHost host, Effect.PutFile put) {
    Optional<SlowFiles.Entry> there = host.files.at(put.path());
    if (there.isEmpty()) {
      return not(put.path() + " does not exist");
    }
    return there.get() instanceof SlowFiles.Entry.File file && file.sha256().equals(put.sha256())
        ? done(put.path() + " has the digest")
        : new Settled.Unclear(put.path() + " has another digest");
  }

  private static Settled move(SlowHost host, Effect.Move move) {
    boolean from = host.files.exists(move.from());
    boolean to = host.files.exists(move.to());
    if (from == to) {
      return new Settled.Unclear(
          from ? "both names exist" : "neither " + move.from() + " nor " + move.to() + " exists");
    }
    return to ? done(move.to() + " exists alone") : not(move.from() + " is still there");
  }

  private static Settled control(SlowUnit unit, Effect.Control.Verb verb) {
    return switch (verb) {
      case STOP -> unit.startable ? not(unit.unit + " may start") : done(unit.unit + " is parked");
      case START -> unit.startable ? done(unit.unit + " may start") : not(unit.unit + " is parked");
      case RESTART -> new Settled.Unclear("nothing tells a restart");
    };
  }

  private static Settled done(String evidence) {
    return new Settled.Done(new EffectResult.Nothing(), evidence);
  }

  private static Settled not(String evidence) {
    return new Settled.NotDone(evidence);
  }
}
