package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.List;
import java.util.Optional;

/**
 * Whether an effect touches a member of etcd: its process, its data directory, or a parent of that.
 * Where the layout of etcd cannot be read, an effect that may touch one does. Reads only.
 */
final class VoterTouch {
  private VoterTouch() {}

  static boolean touches(Effect effect, Reader reader) {
    return switch (effect) {
      case Effect.Control control -> control.unit() == Unit.ETCD;
      case Effect.Move move ->
          onData(move.host(), move.from(), reader) || onData(move.host(), move.to(), reader);
      case Effect.Copy copy -> onData(copy.host(), copy.to(), reader);
      case Effect.Remove remove -> onData(remove.host(), remove.path(), reader);
      case Effect.PutFile put -> onData(put.host(), put.path(), reader);
      case Effect.RestoreSnapshot restore ->
          onData(restore.host(), restore.target().directory(), reader);
      case Effect.Exec exec ->
          exec.touches().stream().anyMatch(what -> names(exec.host(), what, reader));
      case Effect.MakeFolder folder -> onData(folder.host(), folder.path(), reader);
      case Effect.MemberAdd ignored -> true;
      case Effect.MemberPromote ignored -> true;
      case Effect.MemberRemove ignored -> true;
      case Effect.MemberUpdate ignored -> true;
      case Effect.Configure ignored -> false;
      case Effect.SaveSnapshot ignored -> false;
      case Effect.SealFiles ignored -> false;
      case Effect.RemoveSnapshot ignored -> false;
      case Effect.DisarmAlarm ignored -> false;
      case Effect.WriteProbe ignored -> false;
      case Effect.Compact ignored -> false;
      case Effect.Defragment ignored -> true;
      case Effect.LeaderAway ignored -> false;
      case Effect.Await ignored -> false;
    };
  }

  private static boolean names(HostName host, String what, Reader reader) {
    return what.equals(Unit.ETCD.toString())
        || (what.startsWith("/") && onData(host, what, reader));
  }

  private static boolean onData(HostName host, String path, Reader reader) {
    Optional<HostReader> seen = reader.host(host).seen();
    if (seen.isEmpty()) {
      return true;
    }
    return seen.get().etcd().stream()
        .flatMap(layout -> dataPaths(layout).stream())
        .anyMatch(data -> FileOverlay.within(path, data) || FileOverlay.within(data, path));
  }

  /** Where etcd's data really lies: what is staged beside it in a data directory is not its. */
  static List<String> dataPaths(EtcdLayout layout) {
    String member = layout.directories().data() + "/member";
    return layout
        .directories()
        .wal()
        .map(wal -> List.of(member, wal))
        .orElseGet(() -> List.of(member));
  }
}
