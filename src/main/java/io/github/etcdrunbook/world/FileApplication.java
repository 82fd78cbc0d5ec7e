package io.github.etcdrunbook.world;

import java.util.List;
import java.util.Optional;

/** What the effects on files make of a forecast, and what is wrong with them. */
final class FileApplication {
  /** A restored directory has a first WAL segment of 64 MiB, and prepares a second one. */
  private static final long WAL_SEGMENT = 64L << 20;

  private static final Owner MADE = Owner.rootOnly(0700);

  private final ForecastState state;
  private final Findings findings;

  FileApplication(ForecastState state, Findings findings) {
    this.state = state;
    this.findings = findings;
  }

  /** The paths that an effect changes. */
  static List<String> written(Effect.OnHost effect) {
    return switch (effect) {
      case Effect.PutFile put -> List.of(put.path());
      case Effect.Move move -> List.of(move.from(), move.to());
      case Effect.Copy copy -> List.of(copy.to());
      case Effect.Remove remove -> List.of(remove.path());
      case Effect.RestoreSnapshot restore -> List.of(restore.target().directory());
      case Effect.Exec exec ->
          exec.touches().stream().filter(what -> what.startsWith("/")).toList();
      case Effect.MakeFolder folder -> List.of(folder.path());
      case Effect.Configure ignored -> List.of();
      case Effect.MemberAdd ignored -> List.of();
      case Effect.MemberPromote ignored -> List.of();
      case Effect.MemberRemove ignored -> List.of();
      case Effect.MemberUpdate ignored -> List.of();
      case Effect.Control ignored -> List.of();
      case Effect.SealFiles ignored -> List.of();
      case Effect.SaveSnapshot ignored -> List.of();
      case Effect.DisarmAlarm ignored -> List.of();
      case Effect.WriteProbe ignored -> List.of();
      case Effect.Compact ignored -> List.of();
      case Effect.Defragment ignored -> List.of();
      case Effect.LeaderAway ignored -> List.of();
    };
  }

  void put(Effect.PutFile put, HostForecast host) {
    Optional<Long> size = new OperatorForecast(state).size(put.source());
    if (size.isEmpty()) {
      findings.absent(put.source() + " is not on this machine");
      return;
    }
    if (!host.path(put.path()).isAbsent()) {
      if (!host.digest(put.path()).equals(Optional.of(put.sha256()))) {
        findings.exists(host.name() + ":" + put.path());
      }
      return;
    }
    take(host, put.path(), size.get(), size.get());
    parents(host, put.path());
    FileOverlay.Node file =
        new FileOverlay.Node.File(
            put.owner(), Value.fixed(size.get()), Optional.of(put.sha256()), findings.ref());
    files(host).put(put.path(), file);
  }

  void move(Effect.Move move, HostForecast host) {
    PathState from = host.path(move.from());
    if (from.isAbsent()) {
      findings.absent(host.name() + ":" + move.from() + " is not there to be moved");
      return;
    }
    if (!host.path(move.to()).isAbsent()) {
      findings.exists(host.name() + ":" + move.to());
      return;
    }
    boolean mounted = from instanceof PathState.Directory directory && directory.mountPoint();
    if (mounted || !host.fileSystem(move.from()).equals(host.fileSystem(move.to()))) {
      findings.add(
          Finding.Kind.FILE_SYSTEM,
          host.name() + ":" + move.from() + " cannot be moved to another file system",
          "choose a target on the same file system; of a mount point, move what is in it");
      return;
    }
    untouchedByEtcd(host, move.from());
    parents(host, move.to());
    files(host).move(move.from(), move.to());
  }

  void copy(Effect.Copy copy, HostForecast host) {
    if (host.path(copy.from()).isAbsent()) {
      findings.absent(host.name() + ":" + copy.from() + " is not there to be copied");
      return;
    }
    if (!host.path(copy.to()).isAbsent()) {
      findings.exists(host.name() + ":" + copy.to());
      return;
    }
    long size = host.bytes(copy.from());
    take(host, copy.to(), size, size);
    parents(host, copy.to());
    files(host).copy(copy.from(), copy.to());
  }

  void makeFolder(Effect.MakeFolder folder, HostForecast host) {
    if (!host.path(folder.path()).isAbsent()) {
      findings.exists(host.name() + ":" + folder.path());
      return;
    }
    parents(host, folder.path());
    files(host).put(folder.path(), new FileOverlay.Node.Folder(folder.owner()));
  }

  /** What a member that joins makes in its data directory: as large as what it is sent. */
  void join(EtcdLayout layout, DataContent content, long size, HostForecast host) {
    take(host, layout.directories().data(), size + WAL_SEGMENT, size + WAL_SEGMENT);
    lay(
        files(host),
        layout.directories().data(),
        layout.directories().owner(),
        new Laid(content, Value.drifting(size), Value.drifting(WAL_SEGMENT)));
  }

  void remove(Effect.Remove remove, HostForecast host) {
    if (!remove.path().contains(state.base.standpoint().run().text())) {
      findings.add(
          Finding.Kind.FOREIGN,
          host.name() + ":" + remove.path() + " does not carry the id of this run",
          "this tool removes only what the same run made");
      return;
    }
    untouchedByEtcd(host, remove.path());
    long size = host.bytes(remove.path());
    state.changed(host.name()).taken.merge(host.fileSystem(remove.path()), -size, Long::sum);
    files(host).put(remove.path(), new FileOverlay.Node.Nothing());
  }

  void restore(Effect.RestoreSnapshot restore, HostForecast host) {
    Effect.RestoreSnapshot.Target target = restore.target();
    SnapshotFacts facts = restore.source().facts();
    if (host.path(restore.source().path()).isAbsent()) {
      findings.absent(host.name() + ":" + restore.source().path() + " is not there to be restored");
      return;
    }
    if (!host.path(target.directory()).isAbsent()) {
      findings.exists(host.name() + ":" + target.directory());
      return;
    }
    Optional<Member> member =
        target.cluster().members().stream()
            .filter(one -> one.name().equals(target.member()))
            .findFirst();
    if (member.isEmpty()) {
      findings.absent("the new cluster has no member called " + target.member());
      return;
    }
    long size = facts.size() + WAL_SEGMENT;
    take(
        host,
        target.directory(),
        size + WAL_SEGMENT + (target.defragment() ? facts.size() : 0),
        size);
    parents(host, target.directory());
    DataContent content =
        new DataContent(
            target.cluster().id(),
            member.get().id(),
            target.cluster().members(),
            new DataContent.Keys.Restored(findings.ref(), facts, target.cluster().bump()));
    files(host).put(target.directory(), new FileOverlay.Node.Folder(target.owner()));
    Value<Long> pending = new Value.Pending<>(findings.ref(), "size");
    lay(files(host), target.directory(), target.owner(), new Laid(content, pending, pending));
  }

  /** What lies in a member directory. Sizes in bytes. */
  private record Laid(DataContent content, Value<Long> database, Value<Long> log) {}

  private void lay(FileOverlay files, String directory, Owner owner, Laid laid) {
    Owner inner = new Owner(owner.uid(), owner.gid(), 0700);
    Owner file = new Owner(owner.uid(), owner.gid(), 0600);
    String member = directory + "/member";
    files.put(member, new FileOverlay.Node.Folder(inner, Optional.of(laid.content())));
    files.put(member + "/snap", new FileOverlay.Node.Folder(inner));
    files.put(member + "/snap/db", made(file, laid.database()));
    files.put(member + "/wal", new FileOverlay.Node.Folder(inner));
    files.put(member + "/wal/0000000000000000-0000000000000000.wal", made(file, laid.log()));
  }

  private FileOverlay.Node made(Owner owner, Value<Long> size) {
    return new FileOverlay.Node.File(owner, size, Optional.empty(), findings.ref());
  }

  private FileOverlay files(HostForecast host) {
    return state.changed(host.name()).files;
  }

  /** Makes the missing parents of a path. */
  private void parents(HostForecast host, String path) {
    String parent = FileOverlay.parent(path);
    if (!parent.isEmpty() && host.path(parent).isAbsent()) {
      parents(host, parent);
      files(host).put(parent, new FileOverlay.Node.Folder(MADE));
    }
  }

  /** Takes space for something new at the path; while it is made, more may be needed. */
  private void take(HostForecast host, String path, long peak, long lasting) {
    host.freeBytes(path)
        .known()
        .ifPresent(free -> findings.space(host.name() + ":" + path, peak, free));
    state.changed(host.name()).taken.merge(host.fileSystem(path), lasting, Long::sum);
  }

  /** Notes when a path is taken from under a running etcd. */
  private void untouchedByEtcd(HostForecast host, String path) {
    boolean data = host.dataPaths().stream().anyMatch(own -> touches(path, own));
    if (data && host.unit(Unit.ETCD).running().isPresent()) {
      findings.add(
          Finding.Kind.DATA,
          "etcd of " + host.name() + " runs on " + path + " while it is taken away",
          "stop etcd there and wait until it is gone");
    }
  }

  private static boolean touches(String path, String data) {
    return FileOverlay.within(path, data) || FileOverlay.within(data, path);
  }
}
