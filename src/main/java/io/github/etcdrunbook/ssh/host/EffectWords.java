package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.Effect;
import java.util.Locale;

/** Says in a few words what an effect does, for failures. Pure. */
final class EffectWords {
  private EffectWords() {}

  static String of(Effect effect) {
    return switch (effect) {
      case Effect.Exec exec -> String.join(" ", exec.words());
      case Effect.Control control ->
          control.verb().name().toLowerCase(Locale.ROOT) + " " + control.unit();
      case Effect.RestoreSnapshot restore -> "restore to " + restore.target().directory();
      case Effect.PutFile put -> "put " + put.path();
      case Effect.Move move -> "move " + move.from() + " to " + move.to();
      case Effect.Copy copy -> "copy " + copy.from() + " to " + copy.to();
      case Effect.Remove remove -> "remove " + remove.path();
      case Effect.MakeFolder folder -> "make " + folder.path();
      case Effect.Configure configure -> "write " + configure.file();
      case Effect.MemberAdd add -> "add a member";
      case Effect.MemberPromote promote -> "promote a member";
      case Effect.MemberRemove remove -> "remove a member";
      case Effect.MemberUpdate update -> "change a member's peer URLs";
      case Effect.SealFiles seal -> "save files, encrypted";
      case Effect.SaveSnapshot save -> "save a snapshot";
      case Effect.RemoveSnapshot remove -> "delete a snapshot";
      case Effect.DisarmAlarm disarm -> "disarm an alarm";
      case Effect.WriteProbe probe -> "write a probe key";
      case Effect.Compact compact -> "compact the history";
      case Effect.Defragment defragment -> "defragment the database";
      case Effect.LeaderAway away -> "hand leadership over";
      case Effect.Await await -> "wait";
    };
  }
}
