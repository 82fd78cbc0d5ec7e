package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.SlowUnit.Life;
import io.github.etcdrunbook.world.SlowUnit.Phase;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Describes a slow world, from a healthy default: three kubeadm hosts {@code cp1} to {@code cp3}
 * with a filled etcd 3.5.16, and a snapshot of an earlier revision on the operator's machine.
 */
public final class SlowWorldBuilder {
  /** Where the snapshot of an earlier revision lies on the operator's machine. */
  public static final String SNAPSHOT = "/backups/prod.db";

  /** The newest revision of the default world when it begins. */
  public static final long REVISION = 5000;

  private final List<String> backups = new ArrayList<>();
  private static final String UID = "6f1b1c1e-0d6c-4f0b-9a55-0a3f8e1c2d77";
  private static final long SIZE = 180L << 20;
  private static final long DEFAULT_QUOTA = 2L << 30;

  private final List<HostName> crashing = new ArrayList<>();
  private final List<HostName> off = new ArrayList<>();
  private final List<Alarm.Type> inherited = new ArrayList<>();
  private List<HostName> names = List.of();
  private long seed = 1;
  private int members = 3;
  private int fresh;
  private EtcdLayout.Profile profile = EtcdLayout.Profile.KUBEADM;
  private String version = "3.5.16";
  private boolean bumps = true;
  private boolean mounted;
  private boolean full;
  private int folderMode = 0700;

  SlowWorldBuilder() {}

  /** Another course of the same world. */
  public SlowWorldBuilder seed(long number) {
    seed = number;
    return this;
  }

  /** So many hosts with etcd. */
  public SlowWorldBuilder members(int number) {
    members = number;
    return this;
  }

  /** So many hosts more that never had etcd: {@code cp4} and so on. */
  public SlowWorldBuilder fresh(int number) {
    fresh = number;
    return this;
  }

  /** Etcd as a systemd unit of its own user. */
  public SlowWorldBuilder systemd() {
    profile = EtcdLayout.Profile.SYSTEMD;
    return this;
  }

  /** Another version; {@code withoutBump} goes with those that know no revision bump. */
  public SlowWorldBuilder version(String text) {
    version = text;
    return this;
  }

  /** The restore tool knows no revision bump. */
  public SlowWorldBuilder withoutBump() {
    bumps = false;
    return this;
  }

  /** The database has grown to its quota, most of it history, and the space alarm is up. */
  public SlowWorldBuilder full() {
    full = true;
    return this;
  }

  /** The data directory is a mount point. */
  public SlowWorldBuilder mounted() {
    mounted = true;
    return this;
  }

  /** The data directories have the mode that a kubelet gives to what it makes. */
  public SlowWorldBuilder madeByKubelet() {
    folderMode = 0755;
    return this;
  }

  /** Etcd of this host crashes as often as it starts. */
  public SlowWorldBuilder crashing(String host) {
    crashing.add(new HostName(host));
    return this;
  }

  /** The host is switched off. */
  public SlowWorldBuilder off(String host) {
    off.add(new HostName(host));
    return this;
  }

  /** The snapshot was taken under this alarm. */
  public SlowWorldBuilder inherited(Alarm.Type alarm) {
    inherited.add(alarm);
    return this;
  }

  /** What the hosts are called, members first; else cp1, cp2 and so on. */
  public SlowWorldBuilder names(List<HostName> given) {
    names = List.copyOf(given);
    return this;
  }

  /** Has a snapshot of an earlier run under this path on the operator's machine. */
  public SlowWorldBuilder backup(String path) {
    backups.add(path);
    return this;
  }

  /** The world, after etcd has elected a leader if it can. */
  public SlowWorld build() {
    List<SlowHost> hosts = new ArrayList<>();
    for (int i = 1; i <= members + fresh; i++) {
      hosts.add(host(i));
    }
    List<Member> list = hosts.stream().flatMap(host -> member(host).stream()).toList();
    hosts.stream().filter(host -> host.layout.isPresent()).forEach(host -> fill(host, list));
    SlowWorld world = new SlowWorld(seed, hosts);
    SlowData earlier = data(list.get(0).id(), list);
    earlier.revision = REVISION - 800;
    inherited.forEach(type -> earlier.alarms.add(new Alarm(type, list.get(0).id())));
    SnapshotFacts facts = snapshot(SNAPSHOT, earlier);
    world.operatorFiles.put(
        SNAPSHOT, new SlowWorld.OperatorFile(facts.size(), facts.sha256(), Optional.of(facts)));
    for (String path : backups) {
      SnapshotFacts backup = snapshot(path, earlier);
      world.operatorFiles.put(
          path, new SlowWorld.OperatorFile(backup.size(), backup.sha256(), Optional.of(backup)));
    }
    crashing.forEach(host -> world.crash(host, Unit.ETCD));
    off.forEach(world::powerOff);
    world.tick(100);
    if (full) {
      world.raise(hosts.getFirst().name, Alarm.Type.NOSPACE);
    }
    return world;
  }

  private SlowHost host(int number) {
    HostName name = number <= names.size() ? names.get(number - 1) : new HostName("cp" + number);
    String address = "10.0.0." + number;
    boolean member = number <= members;
    SlowHost host =
        new SlowHost(
            name,
            address,
            member ? Optional.of(layout(name, address)) : Optional.empty(),
            Optional.of(tool()));
    host.configuration = host.layout.map(SlowWorldBuilder::configuration);
    for (Unit unit : Unit.values()) {
      boolean defined = unit == Unit.KUBELET || member;
      host.units.put(unit, new SlowUnit(unit, defined));
    }
    if (mounted) {
      host.files.mount("/var/lib/etcd", "data", 20L << 30);
    }
    return host;
  }

  private EtcdLayout layout(HostName name, String address) {
    boolean kubeadm = profile == EtcdLayout.Profile.KUBEADM;
    int user = kubeadm ? 0 : 999;
    return new EtcdLayout(
        name.text(),
        new EtcdLayout.Directories(
            "/var/lib/etcd",
            Optional.empty(),
            new Owner(user, user, folderMode),
            new Owner(user, user, 0700)),
        List.of("https://" + address + ":2380"),
        List.of("https://" + address + ":2379"),
        "https://127.0.0.1:2379",
        kubeadm ? Optional.of("http://127.0.0.1:2381") : Optional.empty(),
        new EtcdLayout.Settings(
            profile, Optional.of(version), full ? SIZE : DEFAULT_QUOTA, kubeadm));
  }

  private static EtcdConfiguration configuration(EtcdLayout layout) {
    String cluster = layout.member() + "=" + layout.peerUrls().getFirst();
    if (layout.settings().profile() == EtcdLayout.Profile.SYSTEMD) {
      return new EtcdConfiguration(
          "/etc/etcd.env",
          """
          ETCD_NAME=%s
          ETCD_INITIAL_ADVERTISE_PEER_URLS=%s
          ETCD_ADVERTISE_CLIENT_URLS=%s
          ETCD_INITIAL_CLUSTER_STATE=new
          ETCD_INITIAL_CLUSTER=%s
          """
              .formatted(
                  layout.member(),
                  layout.peerUrls().getFirst(),
                  layout.clientUrls().getFirst(),
                  cluster),
          new Owner(0, 0, 0640));
    }
    return new EtcdConfiguration(
        "/etc/kubernetes/manifests/etcd.yaml",
        """
            - etcd
            - --advertise-client-urls=%s
            - --initial-advertise-peer-urls=%s
            - --initial-cluster=%s
            - --name=%s
        """
            .formatted(
                layout.clientUrls().getFirst(),
                layout.peerUrls().getFirst(),
                cluster,
                layout.member()),
        Owner.rootOnly(0600));
  }

  private RestoreTool tool() {
    String program = version.startsWith("3.4") ? "/usr/bin/etcdctl" : "/usr/bin/etcdutl";
    return new RestoreTool(List.of(program), "on the PATH", version, bumps);
  }

  private static Optional<Member> member(SlowHost host) {
    return host.layout.map(
        layout ->
            new Member(
                IdPrediction.member(layout.peerUrls(), "etcd-cluster"),
                layout.member(),
                layout.peerUrls(),
                layout.clientUrls(),
                false));
  }

  private SlowData data(MemberId self, List<Member> members) {
    ClusterId cluster = IdPrediction.cluster(members.stream().map(Member::id).toList());
    SlowData data =
        new SlowData(cluster, self, members, new SlowData.Seed("origin", 1200, 1180, UID, SIZE));
    data.revision = REVISION;
    data.index = REVISION + 40;
    data.compacted = full ? 0 : REVISION - 2000;
    return data;
  }

  private void fill(SlowHost host, List<Member> members) {
    EtcdLayout layout = host.layout.orElseThrow();
    MemberId self = IdPrediction.member(layout.peerUrls(), "etcd-cluster");
    SlowData data = data(self, members);
    Owner owner = layout.directories().owner();
    host.files.put(layout.directories().data(), new SlowFiles.Entry.Folder(owner));
    lay(host.files, host.memberPath(), owner, data, SIZE);
    for (SlowUnit unit : host.units.values()) {
      unit.starts = 1;
      Incarnation first = new Incarnation(host.name + "-" + unit.unit + "-1-1", 0, "as installed");
      Optional<SlowData> held = unit.unit == Unit.ETCD ? Optional.of(data) : Optional.empty();
      unit.life = Optional.of(new Life(first, Phase.READY, 0, held));
    }
  }

  /** Lays what etcd keeps in a member directory. */
  static void lay(SlowFiles files, String member, Owner owner, SlowData data, long size) {
    Owner folder = new Owner(owner.uid(), owner.gid(), 0700);
    Owner file = new Owner(owner.uid(), owner.gid(), 0600);
    files.put(member, new SlowFiles.Entry.Folder(folder, Optional.of(data)));
    files.put(member + "/snap", new SlowFiles.Entry.Folder(folder));
    files.put(member + "/snap/db", new SlowFiles.Entry.File(file, size, digest("db of " + member)));
    files.put(member + "/wal", new SlowFiles.Entry.Folder(folder));
    files.put(
        member + "/wal/0000000000000000-0000000000000000.wal",
        new SlowFiles.Entry.File(file, 64L << 20, digest("wal of " + member)));
  }

  /** What a snapshot of the data at this moment holds. */
  static SnapshotFacts snapshot(String path, SlowData data) {
    return new SnapshotFacts(
        path,
        digest("snapshot of " + data.hash(data.revision)),
        data.size,
        data.revision,
        data.seed.keys(),
        new SnapshotFacts.Contents(
            "3.5.0",
            data.seed.uid(),
            data.members,
            List.copyOf(data.alarms),
            data.seed.registryKeys(),
            0,
            false));
  }

  private static Sha256 digest(String text) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new Sha256(HexFormat.of().formatHex(sum));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
