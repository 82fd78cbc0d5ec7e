package io.github.etcdrunbook.cli.world;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.inventory.InventoryReader;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.ssh.TargetResolver;
import io.github.etcdrunbook.world.Condition;
import io.github.etcdrunbook.world.ConditionCheck;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.EffectText;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.EtcdWriter;
import io.github.etcdrunbook.world.Forecast;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.IdPrediction;
import io.github.etcdrunbook.world.LostSight;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.NewCluster;
import io.github.etcdrunbook.world.Owner;
import io.github.etcdrunbook.world.Performed;
import io.github.etcdrunbook.world.Progress;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Settled;
import io.github.etcdrunbook.world.SnapshotFacts;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import io.github.etcdrunbook.world.Unit;
import io.github.etcdrunbook.world.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Performs every primitive on a lab, forecasts each beforehand, and writes down where the two
 * differ. A program of its own, since the hosts can be reached from the lab's namespace only.
 */
final class PrimitivesTrial {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final RealWorld world;
  private final Standpoint here;
  private final Path scratch;
  private final List<String> report = new ArrayList<>();
  private int index;

  private PrimitivesTrial(RealWorld world, RunId run, Path scratch) {
    this.world = world;
    this.here = new Standpoint(run, "lab", new StepId("trial"), Optional.empty());
    this.scratch = scratch;
  }

  /** Arguments: inventory, run id, a folder for the snapshot and the report. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    Path scratch = Path.of(arguments[2]);
    var inventory = InventoryReader.read(new SourceFile(file.toString(), Files.readString(file)));
    if (!inventory.isSound()) {
      Files.write(scratch.resolve("report"), List.of("the inventory: " + inventory.diagnostics()));
      return;
    }
    RealWorld.Surroundings around =
        new RealWorld.Surroundings(
            new TargetResolver.Operator("root", scratch, Optional.empty()),
            Clock.systemUTC(),
            time -> Thread.sleep(time.toMillis()),
            Map.of());
    try (RealWorld world = new RealWorld(inventory.value().orElseThrow(), around)) {
      PrimitivesTrial trial = new PrimitivesTrial(world, new RunId(arguments[1]), scratch);
      trial.all();
      trial.report.add("end");
      Files.write(scratch.resolve("report"), trial.report);
    }
  }

  private Reader real() {
    return world.at(here);
  }

  private HostReader host(HostName name) {
    return real().host(name).seen().orElseThrow();
  }

  private void all() {
    List<HostName> hosts = real().etcdHosts();
    String snapshot = scratch.resolve("snapshot.db").toString();
    perform(new Effect.WriteProbe(hosts.getFirst(), "etcd-runbook/probe"), List.of());
    perform(new Effect.SaveSnapshot(hosts.getFirst(), snapshot), List.of());
    perform(new Effect.Compact(hosts.getFirst(), recent(hosts.getFirst())), List.of());
    for (HostName host : hosts) {
      perform(new Effect.LeaderAway(host), List.of());
      perform(new Effect.Defragment(host), List.of());
    }
    SnapshotFacts facts = real().operator().snapshot(snapshot).seen().orElseThrow();
    NewCluster cluster = cluster(hosts);
    String folder = "/var/lib/etcd-runbook/" + here.run();
    for (HostName host : hosts) {
      stage(host, folder, facts, cluster);
    }
    stop(hosts, Unit.KUBE_APISERVER);
    stop(hosts, Unit.ETCD);
    for (HostName host : hosts) {
      swap(host);
    }
    for (HostName host : hosts) {
      perform(new Effect.Control(host, Unit.ETCD, Effect.Control.Verb.START), List.of());
      await(new Condition.Ready(host, Unit.ETCD));
    }
    await(new Condition.Formed(hosts, cluster));
    await(new Condition.Quorum(hosts));
    hosts.forEach(host -> sameCluster(host, cluster, facts));
    for (HostName host : hosts) {
      perform(new Effect.Control(host, Unit.KUBE_APISERVER, Effect.Control.Verb.START), List.of());
      await(new Condition.Ready(host, Unit.KUBE_APISERVER));
      perform(new Effect.Control(host, Unit.KUBELET, Effect.Control.Verb.RESTART), List.of());
      await(new Condition.Ready(host, Unit.KUBELET));
    }
    for (HostName host : hosts) {
      String kept = host(host).etcd().orElseThrow().directories().data() + ".before-" + here.run();
      perform(new Effect.Remove(host, kept), List.of(kept));
      perform(new Effect.Remove(host, folder), List.of(folder));
    }
  }

  private Value<Long> recent(HostName host) {
    return real()
        .etcd()
        .status(host)
        .seen()
        .orElseThrow()
        .progress()
        .map(now -> now.revision() - 2);
  }

  private NewCluster cluster(List<HostName> hosts) {
    String token = "restore-lab-" + here.run();
    List<Member> members = new ArrayList<>();
    for (HostName host : hosts) {
      EtcdLayout layout = host(host).etcd().orElseThrow();
      members.add(
          new Member(
              IdPrediction.member(layout.peerUrls(), token),
              layout.member(),
              layout.peerUrls(),
              List.of(),
              false));
    }
    boolean bumps = host(hosts.getFirst()).restoreTool().orElseThrow().bumps();
    return new NewCluster(
        token,
        IdPrediction.cluster(members.stream().map(Member::id).toList()),
        members,
        bumps ? 1_000_000 : 0);
  }

  private void stage(HostName host, String folder, SnapshotFacts facts, NewCluster cluster) {
    String file = folder + "/snapshot.db";
    String kept = folder + "/kept/etc_kubernetes_pki";
    EtcdLayout layout = host(host).etcd().orElseThrow();
    String staged = layout.directories().data() + ".restore-" + here.run();
    perform(
        new Effect.PutFile(host, file, facts.path(), facts.sha256(), Owner.rootOnly(0600)),
        List.of(file, folder));
    perform(new Effect.Copy(host, "/etc/kubernetes/pki", kept), List.of(kept, folder + "/kept"));
    perform(
        new Effect.RestoreSnapshot(
            host,
            host(host).restoreTool().orElseThrow(),
            new Effect.RestoreSnapshot.Source(file, facts),
            new Effect.RestoreSnapshot.Target(
                staged, layout.directories().owner(), layout.member(), cluster, true)),
        List.of(staged));
    perform(Effect.Exec.of(host, List.of("sh", "-c", "printf x >>" + file), List.of()), List.of());
    if (host(host).digest(file).equals(Optional.of(facts.sha256()))) {
      throw new IllegalStateException("a changed file has the digest that was noted for it");
    }
  }

  private void stop(List<HostName> hosts, Unit unit) {
    for (HostName host : hosts) {
      perform(new Effect.Control(host, unit, Effect.Control.Verb.STOP), List.of());
      await(new Condition.Gone(host, unit));
    }
  }

  private void swap(HostName host) {
    String data = host(host).etcd().orElseThrow().directories().data();
    String kept = data + ".before-" + here.run();
    String staged = data + ".restore-" + here.run();
    perform(new Effect.Move(host, data, kept), List.of(data, kept));
    perform(new Effect.Move(host, staged, data), List.of(data, staged));
  }

  private void sameCluster(HostName host, NewCluster cluster, SnapshotFacts facts) {
    MemberStatus status = real().etcd().status(host).seen().orElseThrow();
    long revision = status.progress().known().orElseThrow().revision();
    if (!status.cluster().equals(cluster.id())
        || cluster.members().stream().noneMatch(one -> one.id().equals(status.member()))
        || revision < facts.revision() + cluster.bump()) {
      report.add(host + " is another member than predicted: " + status);
    }
  }

  /** Forecasts, performs, settles, and compares the three. */
  private void perform(Effect.OnHost effect, List<String> paths) {
    EffectRef ref = new EffectRef(here.step(), Optional.of(effect.host()), index++);
    EffectKey key = new EffectKey(here.run(), ref, EffectKey.Phase.FORWARD, 1);
    Forecast forecast = new Forecast(real());
    look(forecast.at(here), effect.host(), paths);
    forecast.apply(ref, effect);
    Performed performed = performed(effect, key);
    Settled settled = settled(effect, key);
    boolean done = performed instanceof Performed.Done;
    boolean agree = settled instanceof Settled.Done || effect.proof() == Effect.Proof.REPEATABLE;
    if (!done || !agree) {
      report.add(EffectText.withHost(effect) + ": " + performed + ", settled " + settled);
    }
    if (!(effect instanceof Effect.Control)) {
      compare(forecast, effect, paths);
    } else {
      pending = Optional.of(forecast);
    }
  }

  /** A unit is not yet what was forecast before it was waited for. */
  private Optional<Forecast> pending = Optional.empty();

  /** Lets the forecast look before, so that it lays its overlay over what was there. */
  private static void look(Reader forecast, HostName name, List<String> paths) {
    HostReader host = forecast.host(name).seen().orElseThrow();
    paths.forEach(host::path);
    paths.forEach(host::list);
    for (Unit unit : Unit.values()) {
      host.unit(unit);
    }
  }

  private void compare(Forecast forecast, Effect.OnHost effect, List<String> paths) {
    for (String difference :
        new Agreement(forecast.at(here), real()).differences(effect.host(), paths)) {
      report.add(EffectText.withHost(effect) + ": " + difference);
    }
  }

  private Performed performed(Effect.OnHost effect, EffectKey key) {
    return isEtcds(effect)
        ? etcd().perform(effect, key, LIMIT, Progress.none())
        : world
            .host(effect.host())
            .seen()
            .orElseThrow()
            .perform(effect, key, LIMIT, Progress.none());
  }

  private Settled settled(Effect.OnHost effect, EffectKey key) {
    return isEtcds(effect)
        ? etcd().settle(effect, key)
        : world.host(effect.host()).seen().orElseThrow().settle(effect, key);
  }

  private EtcdWriter etcd() {
    return world.etcd();
  }

  private static boolean isEtcds(Effect effect) {
    return effect instanceof Effect.SaveSnapshot
        || effect instanceof Effect.WriteProbe
        || effect instanceof Effect.DisarmAlarm
        || effect instanceof Effect.Compact
        || effect instanceof Effect.Defragment
        || effect instanceof Effect.LeaderAway
        || effect instanceof Effect.MemberAdd
        || effect instanceof Effect.MemberPromote
        || effect instanceof Effect.MemberRemove;
  }

  private void await(Condition condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    Optional<ConditionCheck.Look> earlier = Optional.empty();
    while (System.nanoTime() < end) {
      try {
        ConditionCheck.Look look = ConditionCheck.look(condition, real());
        if (look.holds()
            && (!ConditionCheck.needsTwo(condition)
                || earlier.filter(look::confirms).isPresent())) {
          afterwards(condition);
          return;
        }
        earlier = Optional.of(look);
        Thread.sleep(ConditionCheck.needsTwo(condition) ? 1000 : 50);
      } catch (LostSight lost) {
        earlier = Optional.empty();
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      }
    }
    report.add("not within " + LIMIT.toSeconds() + " s: " + EffectText.of(condition));
  }

  private void afterwards(Condition condition) {
    Optional<HostName> host =
        switch (condition) {
          case Condition.Gone gone -> Optional.of(gone.host());
          case Condition.Ready ready -> Optional.of(ready.host());
          case Condition.Joined joined -> Optional.of(joined.host());
          case Condition.Formed formed -> Optional.empty();
          case Condition.Alone alone -> Optional.of(alone.host());
          case Condition.Quorum quorum -> Optional.empty();
        };
    if (pending.isPresent() && host.isPresent()) {
      for (String difference :
          new Agreement(pending.get().at(here), real()).differences(host.get(), List.of())) {
        report.add("after " + EffectText.of(condition) + ": " + difference);
      }
      pending = Optional.empty();
    }
  }
}
