package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Certificate;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.MemberId;
import io.github.etcdrunbook.world.Owner;
import io.github.etcdrunbook.world.PathState;
import io.github.etcdrunbook.world.RestoreTool;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.SnapshotFacts;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import io.github.etcdrunbook.world.UnitState;
import io.github.etcdrunbook.world.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A healthy three-host cluster before a restore, from which a test changes one thing. */
final class RestoreScene {
  static final HostName CP1 = new HostName("cp1");
  static final HostName CP3 = new HostName("cp3");
  static final String UID = "0c7d2c1e-9f7a-4c55-8f52-9c6e1f0a2b3d";
  static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
  private static final long MEBIBYTE = 1L << 20;

  private final Map<HostName, RestoreSite> sites = new TreeMap<>();
  private final List<HostName> fenced = new ArrayList<>();
  private final List<ApiServers.Silent> silent = new ArrayList<>();
  private List<String> leases = List.of("10.0.0.1", "10.0.0.2", "10.0.0.3");
  private String reason = "namespace payments was deleted";
  private String otherCluster = "";
  private boolean quorum = true;
  private long liveRevision = 120;
  private String liveUid = UID;
  private String snapshotVersion = "3.5.0";
  private List<String> snapshotPeers = List.of("https://10.0.0.1:2380");
  private Optional<Failure> badSnapshot = Optional.empty();

  RestoreScene() {
    for (int number = 1; number <= 3; number++) {
      HostName host = new HostName("cp" + number);
      sites.put(host, site(host, "10.0.0." + number));
    }
  }

  /** How etcd is set up on a host of a healthy cluster. */
  static EtcdLayout layout(String member, String address) {
    return new EtcdLayout(
        member,
        new EtcdLayout.Directories(
            "/var/lib/etcd", Optional.empty(), Owner.rootOnly(0700), Owner.rootOnly(0700)),
        List.of("https://" + address + ":2380"),
        List.of("https://" + address + ":2379"),
        "https://127.0.0.1:2379",
        Optional.of("http://127.0.0.1:2381"),
        new EtcdLayout.Settings(
            EtcdLayout.Profile.KUBEADM, Optional.of("3.5.16"), 2048 * MEBIBYTE, true));
  }

  private static RestoreSite site(HostName host, String address) {
    return new RestoreSite(
        host,
        Optional.empty(),
        Optional.of(layout(host.text(), address)),
        new UnitState(true, true, Optional.empty(), Optional.empty()),
        new RestoreSite.Disk(
            new PathState.Directory(Owner.rootOnly(0700), false, false),
            Value.drifting(4096 * MEBIBYTE)),
        Optional.of(new RestoreTool(List.of("/usr/bin/etcdutl"), "on the PATH", "3.5.16", true)),
        new RestoreSite.Trust(List.of(), Value.drifting(NOW)));
  }

  RestoreCheck.Arguments arguments() {
    return new RestoreCheck.Arguments("s.db", fenced, reason, otherCluster);
  }

  RestoreCheck.Observation observation() {
    return new RestoreCheck.Observation(
        new Standpoint(
            new RunId("20261123-030000-ab12"), "prod-eu1", new StepId("check"), Optional.empty()),
        badSnapshot.<Sight<SnapshotFacts>>map(Sight.Unseen::new).orElseGet(this::snapshot),
        List.copyOf(sites.values()),
        new ApiServers(List.copyOf(sites.keySet()), silent, leases),
        new RestoreCheck.Live(
            quorum,
            Optional.of(Value.drifting(liveRevision)),
            Optional.of(liveUid).filter(uid -> !uid.isEmpty()),
            Optional.of("3.5.16")));
  }

  private Sight<SnapshotFacts> snapshot() {
    Member member = new Member(new MemberId(1), "cp1", snapshotPeers, List.of(), false);
    return new Sight.Seen<>(
        new SnapshotFacts(
            "s.db",
            new Sha256("ab".repeat(32)),
            200 * MEBIBYTE,
            100,
            50,
            new SnapshotFacts.Contents(
                snapshotVersion, UID, List.of(member), List.of(), 49, 0, false)));
  }

  private RestoreScene change(HostName host, UnaryOperator<RestoreSite> change) {
    sites.computeIfPresent(host, (name, site) -> change.apply(site));
    return this;
  }

  RestoreScene reason(String text) {
    reason = text;
    return this;
  }

  RestoreScene otherCluster(String uid) {
    otherCluster = uid;
    return this;
  }

  RestoreScene quorum(boolean is) {
    quorum = is;
    return this;
  }

  RestoreScene fenced(HostName host) {
    fenced.add(host);
    return this;
  }

  /** A host of the inventory that does not answer. */
  RestoreScene silent(HostName host) {
    silent.add(new ApiServers.Silent(host, new Failure.Unreachable("no route to host")));
    return this;
  }

  RestoreScene leases(String... addresses) {
    leases = List.of(addresses);
    return this;
  }

  RestoreScene liveRevision(long revision) {
    liveRevision = revision;
    return this;
  }

  RestoreScene liveUid(String uid) {
    liveUid = uid;
    return this;
  }

  RestoreScene snapshotVersion(String version) {
    snapshotVersion = version;
    return this;
  }

  RestoreScene snapshotPeers(String... urls) {
    snapshotPeers = List.of(urls);
    return this;
  }

  RestoreScene badSnapshot(Failure failure) {
    badSnapshot = Optional.of(failure);
    return this;
  }

  RestoreScene unreachable(HostName host, Failure failure) {
    sites.put(host, RestoreSite.look(host, new Sight.Unseen<>(failure)));
    return this;
  }

  RestoreScene etcdUnit(HostName host, UnitState state) {
    return change(
        host,
        site ->
            new RestoreSite(
                host,
                site.unreachable(),
                site.layout(),
                state,
                site.disk(),
                site.tool(),
                site.trust()));
  }

  RestoreScene tool(RestoreTool tool) {
    List.copyOf(sites.keySet()).forEach(host -> tool(host, tool));
    return this;
  }

  RestoreScene tool(HostName host, RestoreTool tool) {
    return tool(host, Optional.of(tool));
  }

  RestoreScene noTool(HostName host) {
    return tool(host, Optional.empty());
  }

  private RestoreScene tool(HostName host, Optional<RestoreTool> tool) {
    return change(
        host,
        site ->
            new RestoreSite(
                host,
                site.unreachable(),
                site.layout(),
                site.etcdUnit(),
                site.disk(),
                tool,
                site.trust()));
  }

  RestoreScene data(HostName host, PathState state) {
    return disk(host, site -> new RestoreSite.Disk(state, site.disk().freeBytes()));
  }

  RestoreScene free(HostName host, long bytes) {
    return disk(host, site -> new RestoreSite.Disk(site.disk().data(), Value.drifting(bytes)));
  }

  private RestoreScene disk(
      HostName host, java.util.function.Function<RestoreSite, RestoreSite.Disk> disk) {
    return change(
        host,
        site ->
            new RestoreSite(
                host,
                site.unreachable(),
                site.layout(),
                site.etcdUnit(),
                disk.apply(site),
                site.tool(),
                site.trust()));
  }

  RestoreScene certificate(HostName host, Certificate certificate) {
    return change(
        host,
        site ->
            new RestoreSite(
                host,
                site.unreachable(),
                site.layout(),
                site.etcdUnit(),
                site.disk(),
                site.tool(),
                new RestoreSite.Trust(List.of(certificate), Value.drifting(NOW))));
  }

  RestoreScene memberName(HostName host, String name) {
    return layout(host, layout -> withNames(layout, name, layout.settings()));
  }

  RestoreScene quota(long bytes) {
    List.copyOf(sites.keySet())
        .forEach(
            host ->
                layout(
                    host,
                    layout ->
                        withNames(
                            layout,
                            layout.member(),
                            new EtcdLayout.Settings(
                                layout.settings().profile(),
                                layout.settings().version(),
                                bytes,
                                layout.settings().initialCorruptCheck()))));
    return this;
  }

  private static EtcdLayout withNames(
      EtcdLayout layout, String member, EtcdLayout.Settings settings) {
    return new EtcdLayout(
        member,
        layout.directories(),
        layout.peerUrls(),
        layout.clientUrls(),
        layout.localClientUrl(),
        layout.metricsUrl(),
        settings);
  }

  private RestoreScene layout(HostName host, UnaryOperator<EtcdLayout> change) {
    return change(
        host,
        site ->
            new RestoreSite(
                host,
                site.unreachable(),
                site.layout().map(change),
                site.etcdUnit(),
                site.disk(),
                site.tool(),
                site.trust()));
  }
}
