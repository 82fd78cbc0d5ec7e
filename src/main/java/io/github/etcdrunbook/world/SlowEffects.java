package io.github.etcdrunbook.world;

import java.util.List;
import java.util.Optional;

/**
 * What an effect does to a host of the slow world: it begins at once; units settle in ticks. An
 * effect that fails has done nothing.
 */
final class SlowEffects {
  private static final long WAL_SEGMENT = 64L << 20;

  private final SlowWorld world;
  private final SlowHost host;
  private final SlowFiles files;

  SlowEffects(SlowWorld world, SlowHost host) {
    this.world = world;
    this.host = host;
    this.files = host.files;
  }

  Performed perform(Effect.OnHost effect, RunId run) {
    return switch (effect) {
      case Effect.PutFile put -> put(put);
      case Effect.Move move -> move(move);
      case Effect.Copy copy -> copy(copy);
      case Effect.Remove remove -> remove(remove, run);
      case Effect.Control control -> control(control, run);
      case Effect.RestoreSnapshot restore -> restore(restore);
      case Effect.Exec exec -> exec(exec);
      case Effect.MakeFolder folder -> makeFolder(folder);
      case Effect.Configure configure -> configure(configure, run);
      case Effect.MemberAdd ignored -> throw SlowHostWriter.notMine(effect);
      case Effect.MemberPromote ignored -> throw SlowHostWriter.notMine(effect);
      case Effect.MemberRemove ignored -> throw SlowHostWriter.notMine(effect);
      case Effect.MemberUpdate ignored -> throw SlowHostWriter.notMine(effect);
      case Effect.SealFiles seal -> seal(seal);
      case Effect.SaveSnapshot ignored -> throw SlowHostWriter.notMine(effect);
      case Effect.DisarmAlarm ignored -> throw SlowHostWriter.notMine(effect);
      case Effect.WriteProbe ignored -> throw SlowHostWriter.notMine(effect);
      case Effect.Compact ignored -> throw SlowHostWriter.notMine(effect);
      case Effect.Defragment ignored -> throw SlowHostWriter.notMine(effect);
      case Effect.LeaderAway ignored -> throw SlowHostWriter.notMine(effect);
    };
  }

  private Performed seal(Effect.SealFiles seal) {
    if (world.operatorFiles.containsKey(seal.path())) {
      return unsuitable(seal.path() + " exists already");
    }
    Sha256 digest = new Sha256("%064x".formatted(seal.hashCode() & 0xffffffffL));
    world.operatorFiles.put(
        seal.path(), new SlowWorld.OperatorFile(1 << 16, digest, Optional.empty()));
    return done();
  }

  private Performed put(Effect.PutFile put) {
    SlowWorld.OperatorFile source = world.operatorFiles.get(put.source());
    if (source == null || !source.sha256().equals(put.sha256())) {
      return unsuitable(put.source() + " is not the file that was planned");
    }
    Optional<SlowFiles.Entry> there = files.at(put.path());
    if (there.isPresent()) {
      boolean same =
          there.get() instanceof SlowFiles.Entry.File file && file.sha256().equals(put.sha256());
      return same ? done() : unsuitable(put.path() + " exists with another digest");
    }
    if (files.free(put.path()) < source.size()) {
      return noSpace(put.path());
    }
    files.put(put.path(), new SlowFiles.Entry.File(put.owner(), source.size(), source.sha256()));
    return done();
  }

  private Performed move(Effect.Move move) {
    if (!files.exists(move.from())) {
      return unsuitable(move.from() + " does not exist");
    }
    if (files.exists(move.to())) {
      return unsuitable(move.to() + " exists");
    }
    if (files.isMount(move.from())
        || !files.fileSystem(move.from()).equals(files.fileSystem(move.to()))) {
      return unsuitable(move.to() + " is on another file system");
    }
    underEtcd(move.from());
    files.move(move.from(), move.to());
    return done();
  }

  private Performed copy(Effect.Copy copy) {
    if (!files.exists(copy.from())) {
      return unsuitable(copy.from() + " does not exist");
    }
    if (files.exists(copy.to())) {
      return unsuitable(copy.to() + " exists");
    }
    files.copy(copy.from(), copy.to());
    return done();
  }

  private Performed remove(Effect.Remove remove, RunId run) {
    if (!remove.path().contains(run.text())) {
      return unsuitable(remove.path() + " does not carry the id of this run");
    }
    underEtcd(remove.path());
    files.remove(remove.path());
    return done();
  }

  private Performed makeFolder(Effect.MakeFolder folder) {
    if (files.exists(folder.path())) {
      return unsuitable(folder.path() + " exists");
    }
    files.put(folder.path(), new SlowFiles.Entry.Folder(folder.owner()));
    return done();
  }

  private Performed configure(Effect.Configure configure, RunId run) {
    SlowUnit etcd = host.unit(Unit.ETCD);
    if (host.kubeadm() && etcd.startable) {
      return unsuitable("the manifest " + configure.file() + " is in place");
    }
    host.configuration = configure.setup().map(Effect.Configure.Setup::configuration);
    host.layout = configure.setup().map(Effect.Configure.Setup::layout);
    if (configure.setup().isPresent() != etcd.defined) {
      etcd.defined = configure.setup().isPresent();
      etcd.parkedBy = etcd.defined ? Optional.of(run) : Optional.empty();
    }
    return done();
  }

  private void underEtcd(String path) {
    boolean held =
        host.unit(Unit.ETCD)
            .life
            .flatMap(SlowUnit.Life::data)
            .filter(data -> host.dataInPlace().filter(own -> own == data).isPresent())
            .isPresent();
    if (held
        && (FileOverlay.within(path, host.memberPath())
            || FileOverlay.within(host.memberPath(), path))) {
      world.hazard(host.name + ": " + path + " is taken from under a running etcd");
    }
  }

  private Performed control(Effect.Control control, RunId run) {
    SlowUnit unit = host.unit(control.unit());
    if (!unit.defined) {
      return unsuitable("there is neither a manifest nor a unit file of " + control.unit());
    }
    switch (control.verb()) {
      case STOP -> {
        if (unit.startable) {
          unit.parkedBy = Optional.of(run);
        }
        unit.startable = false;
      }
      case START -> {
        unit.startable = true;
        unit.parkedBy = Optional.empty();
        // The back-off of a static pod is forgotten when its manifest was away.
        unit.notBefore = Math.min(unit.notBefore, world.now() + 2);
        unit.failures = 0;
      }
      case RESTART -> unit.life.ifPresent(life -> world.processes().stop(host, unit, life));
    }
    return done();
  }

  private Performed restore(Effect.RestoreSnapshot restore) {
    Effect.RestoreSnapshot.Target target = restore.target();
    SnapshotFacts facts = restore.source().facts();
    Optional<Sha256> digest =
        files
            .at(restore.source().path())
            .flatMap(
                entry ->
                    entry instanceof SlowFiles.Entry.File file
                        ? Optional.of(file.sha256())
                        : Optional.empty());
    if (!digest.equals(Optional.of(facts.sha256()))) {
      return failed("expected sha256 " + facts.sha256() + ", got another");
    }
    if (files.exists(target.directory())) {
      return failed("data-dir \"" + target.directory() + "\" not empty or could not be read");
    }
    if (files.free(target.directory()) < facts.size() + WAL_SEGMENT) {
      return noSpace(target.directory());
    }
    Optional<Member> member =
        target.cluster().members().stream()
            .filter(one -> one.name().equals(target.member()))
            .findFirst();
    if (member.isEmpty()) {
      return failed("couldn't find local name \"" + target.member() + "\" in the initial cluster");
    }
    lay(target, facts, data(target.cluster(), member.get(), facts));
    return done();
  }

  private static SlowData data(NewCluster cluster, Member member, SnapshotFacts facts) {
    SnapshotFacts.Contents contents = facts.contents();
    SlowData data =
        new SlowData(
            cluster.id(),
            member.id(),
            cluster.members(),
            new SlowData.Seed(
                DataContent.lineage(facts, cluster.bump()),
                facts.keys(),
                contents.registryKeys(),
                contents.uid(),
                facts.size()));
    data.revision = facts.revision() + cluster.bump();
    data.compacted = cluster.bump() == 0 ? 0 : data.revision;
    data.alarms.addAll(contents.alarms());
    return data;
  }

  private void lay(Effect.RestoreSnapshot.Target target, SnapshotFacts facts, SlowData data) {
    Owner owner = target.owner();
    files.put(target.directory(), new SlowFiles.Entry.Folder(owner));
    SlowWorldBuilder.lay(files, target.directory() + "/member", owner, data, facts.size());
  }

  /**
   * A command makes the paths that it touches, {@code rm} takes them away; {@code false} fails, and
   * {@code echo} says its words.
   */
  private Performed exec(Effect.Exec exec) {
    List<String> words = exec.words();
    int status = words.contains("false") ? 1 : 0;
    if (!exec.accepts(status)) {
      return new Performed.NotDone(
          new Failure.CommandFailed(String.join(" ", words), status, "it says no"));
    }
    if (exec.declared().kind() != Effect.Exec.Kind.READ) {
      for (String path : exec.touches()) {
        if (path.startsWith("/") && !words.contains("rm")) {
          Sha256 digest = new Sha256("c".repeat(64));
          files.put(path, new SlowFiles.Entry.File(Owner.rootOnly(0600), 1, digest));
        } else if (path.startsWith("/")) {
          files.remove(path);
        }
      }
    }
    boolean speaks = words.getFirst().equals("echo");
    String said = speaks ? String.join(" ", words.subList(1, words.size())) : "";
    return new Performed.Done(new EffectResult.Exited(status, said, ""));
  }

  private static Performed done() {
    return new Performed.Done(new EffectResult.Nothing());
  }

  private static Performed unsuitable(String what) {
    return new Performed.NotDone(
        new Failure.Unsuitable(what, "look at it and resume when it is as planned"));
  }

  private static Performed failed(String tail) {
    return new Performed.NotDone(
        new Failure.CommandFailed("etcdutl snapshot restore", 1, "Error: " + tail));
  }

  private static Performed noSpace(String path) {
    return new Performed.NotDone(new Failure.NoSpace(path + ": no space left on device"));
  }
}
