package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says effects, conditions and values in words, one line each. Pure; plan, display and report all
 * use it, so that they cannot disagree.
 */
public final class EffectText {
  private EffectText() {}

  /** What the effect does, without the host. */
  public static String of(Effect effect) {
    return switch (effect) {
      case Effect.PutFile put ->
          "put " + put.source() + " as " + put.path() + " (" + put.owner() + ")";
      case Effect.Move move -> "move " + move.from() + " to " + move.to();
      case Effect.Copy copy -> "copy " + copy.from() + " to " + copy.to();
      case Effect.Remove remove -> "remove " + remove.path();
      case Effect.Control control -> control(control);
      case Effect.RestoreSnapshot restore -> restore(restore);
      case Effect.SaveSnapshot save -> "save a snapshot of this member as " + save.path();
      case Effect.SealFiles seal ->
          "save %s as %s, encrypted for %s"
              .formatted(String.join(", ", seal.files()), seal.path(), seal.recipient());
      case Effect.RemoveSnapshot remove ->
          "delete the snapshot " + remove.path() + " and what was saved with it";
      case Effect.DisarmAlarm disarm -> "disarm the alarm " + disarm.alarm();
      case Effect.WriteProbe probe -> "write, read and delete the probe key " + probe.key();
      case Effect.Compact compact -> "compact the history below revision " + of(compact.revision());
      case Effect.Defragment ignored -> "defragment this member; it answers nobody meanwhile";
      case Effect.LeaderAway ignored -> "hand leadership to another member, if this one leads";
      case Effect.MakeFolder folder -> "make " + folder.path() + " (" + folder.owner() + ")";
      case Effect.Configure configure ->
          configure.setup().isPresent()
              ? "write etcd's settings " + configure.file()
              : "take etcd's settings " + configure.file() + " away again";
      case Effect.MemberAdd add ->
          "add member " + add.name() + at(add.peerUrls()) + " as a learner";
      case Effect.MemberPromote promote ->
          "promote member " + of(promote.member()) + at(promote.peerUrls()) + " to a voter";
      case Effect.MemberRemove remove ->
          "remove member " + of(remove.member()) + at(remove.peerUrls()) + " from the cluster";
      case Effect.MemberUpdate update ->
          "give member " + update.member() + " the peer URLs" + at(update.peerUrls());
      case Effect.Await wait ->
          "wait until " + of(wait.condition()) + " (at most " + of(wait.limit()) + ")";
      case Effect.Exec exec -> of(exec);
    };
  }

  private static String of(Effect.Exec exec) {
    String words = exec.words().stream().map(EffectText::word).collect(Collectors.joining(" "));
    boolean drifts = exec.command().stream().anyMatch(word -> word instanceof Value.Drifting<?>);
    String touches =
        exec.touches().isEmpty() ? "" : "; touches " + String.join(", ", exec.touches());
    return "run " + (drifts ? "~" : "") + words + " (" + exec.declared().kind() + touches + ")";
  }

  /** A word of a command as a shell would take it; line breaks are shown as they are written. */
  private static String word(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./~-]+")
        ? word
        : "'" + word.replace("'", "'\\''").replace("\n", "\\n") + "'";
  }

  /** What the effect does, with the host in front where it happens on one. */
  public static String withHost(Effect effect) {
    return effect instanceof Effect.OnHost onHost ? onHost.host() + ": " + of(effect) : of(effect);
  }

  /** What the condition says, as the end of a sentence that begins with "until". */
  public static String of(Condition condition) {
    return switch (condition) {
      case Condition.Gone gone -> gone.unit() + " on " + gone.host() + " is gone";
      case Condition.Ready ready -> ready.unit() + " on " + ready.host() + " is ready";
      case Condition.Formed formed ->
          "cluster " + formed.cluster().id() + " is formed of " + names(formed.hosts());
      case Condition.Joined joined ->
          "etcd of " + joined.host() + " is started as a member of the cluster of " + joined.via();
      case Condition.Alone alone ->
          "etcd of " + alone.host() + " serves as the only member of its cluster";
      case Condition.Quorum quorum ->
          "there are quorum and one leader among " + names(quorum.hosts());
    };
  }

  /** A value with its firmness: {@code 4034}, {@code ~4034} or {@code known after add_cp4}. */
  public static String of(Value<?> value) {
    return switch (value) {
      case Value.Fixed<?> fixed -> fixed.value().toString();
      case Value.Drifting<?> drifting -> "~" + drifting.seen();
      case Value.Pending<?> pending -> "known after " + after(pending.from());
    };
  }

  /** A duration as a person writes it: {@code 1h30m}, {@code 90s} as {@code 1m30s}. */
  public static String of(Duration duration) {
    if (duration.toMillis() % 1000 != 0) {
      return duration.toMillis() + "ms";
    }
    String text =
        part(duration.toHours(), "h")
            + part(duration.toMinutesPart(), "m")
            + part(duration.toSecondsPart(), "s");
    return text.isEmpty() ? "0s" : text;
  }

  private static String after(EffectRef from) {
    return from.step() + from.host().map(host -> "@" + host).orElse("");
  }

  private static String part(long amount, String unit) {
    return amount == 0 ? "" : amount + unit;
  }

  private static String control(Effect.Control control) {
    boolean pod = control.unit() != Unit.KUBELET;
    return switch (control.verb()) {
      case STOP -> "stop " + control.unit() + (pod ? " (park its manifest or fence its unit)" : "");
      case START -> "start " + control.unit() + (pod ? " (lift the park or fence)" : "");
      case RESTART -> "restart " + control.unit();
    };
  }

  private static String restore(Effect.RestoreSnapshot restore) {
    Effect.RestoreSnapshot.Target target = restore.target();
    long bump = target.cluster().bump();
    return "restore "
        + restore.source().path()
        + " (revision "
        + restore.source().facts().revision()
        + (bump == 0 ? "" : " + " + bump)
        + ") into "
        + target.directory()
        + " as member "
        + target.member()
        + " of cluster "
        + target.cluster().id()
        + (target.defragment() ? ", defragmented" : "");
  }

  private static String at(List<String> peerUrls) {
    return " (" + String.join(", ", peerUrls) + ")";
  }

  private static String names(List<HostName> hosts) {
    return hosts.stream().map(HostName::toString).collect(Collectors.joining(", "));
  }
}
