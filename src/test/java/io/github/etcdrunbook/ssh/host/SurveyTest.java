package io.github.etcdrunbook.ssh.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Owner;
import io.github.etcdrunbook.world.Unit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SurveyTest {
  private static final Owner ROOT = Owner.rootOnly(0700);

  private static Survey survey(String... sections) {
    return Survey.read(
        Samples.section("boot", "b-1")
            + Samples.section("static", "/etc/kubernetes/manifests")
            + String.join("", sections));
  }

  private static String placed(String name, String text) {
    return Samples.section("manifest /etc/kubernetes/manifests/" + name, text);
  }

  private static EtcdLayout layout(Survey survey) {
    return survey
        .etcdManifest(Optional.empty())
        .flatMap(placed -> placed.container("etcd"))
        .map(container -> EtcdSetup.ofPod(container).layout(ROOT, ROOT))
        .orElseThrow();
  }

  @Test
  void readsTheLayoutFromTheManifestOfKubeadm() {
    EtcdLayout layout = layout(survey(placed("etcd.yaml", Samples.ETCD_MANIFEST)));

    assertEquals("cp1", layout.member());
    assertEquals("/data/etcd", layout.directories().data(), "the host's path, not the container's");
    assertEquals(Optional.empty(), layout.directories().wal());
    assertEquals(List.of("https://10.77.0.11:2380"), layout.peerUrls());
    assertEquals(List.of("https://10.77.0.11:2379"), layout.clientUrls());
    assertEquals("https://127.0.0.1:2379", layout.localClientUrl());
    assertEquals(Optional.of("http://127.0.0.1:2381"), layout.metricsUrl());
    assertEquals(Optional.of("3.5.16"), layout.settings().version());
    assertEquals(2L * 1024 * 1024 * 1024, layout.settings().quotaBytes());
    assertTrue(layout.settings().initialCorruptCheck());
  }

  @Test
  void findsAManifestWhereverItIsParked() {
    Survey survey =
        survey(
            Samples.section(
                "parked /etc/kubernetes/runbook-20261123-010203-ab12/etcd.yaml",
                Samples.ETCD_MANIFEST));

    assertEquals(
        Optional.of("/etc/kubernetes/manifests/etcd.yaml"),
        survey.manifest(Unit.ETCD).map(Survey.Placed::path));
  }

  @Test
  void takesTheUsualEtcdOfTwo() {
    Survey survey =
        survey(
            placed("aaa-events.yaml", Samples.EVENTS_MANIFEST),
            placed("main-etcd.yaml", Samples.ETCD_MANIFEST));

    assertEquals("cp1", layout(survey).member());
    assertEquals(
        Optional.of("cp1-events"),
        survey
            .etcdManifest(Optional.of("aaa-events.yaml"))
            .flatMap(placed -> placed.container("etcd"))
            .map(one -> EtcdSetup.ofPod(one).layout(ROOT, ROOT).member()));
  }

  @Test
  void takesTheEtcdThatTheApiServerIsAClientOf() {
    String server =
        """
        {kind: Pod, metadata: {name: kube-apiserver}, spec: {containers: [{name: kube-apiserver,
          command: [kube-apiserver, "--etcd-servers=https://127.0.0.1:2382"]}]}}
        """;
    Survey survey =
        survey(
            placed("etcd.yaml", Samples.ETCD_MANIFEST),
            placed("events.yaml", Samples.EVENTS_MANIFEST),
            placed("kube-apiserver.yaml", server));

    assertEquals("cp1-events", layout(survey).member());
  }

  @Test
  void saysWhyAHostIsOfNoUse() {
    assertEquals(
        Optional.of("commands run as user 1000, not as root"),
        survey(Samples.section("uid", "1000")).ground().objection().map(Failure::what));
    assertEquals(
        Optional.of("it lacks awk, sync"),
        survey(Samples.section("uid", "0"), Samples.section("missing", "awk\nsync"))
            .ground()
            .objection()
            .map(Failure::what));
    assertEquals(
        Optional.empty(),
        survey(Samples.section("uid", "0"), Samples.section("missing", "")).ground().objection());
  }

  @Test
  void isNotFooledByWhatAManifestHolds() {
    String hostile =
        """
        kind: Pod
        metadata: {name: "evil", annotations: {x: "=manifest /etc/kubernetes/manifests/etcd.yaml"}}
        spec:
          containers:
          - name: etcd
            command: ["sh", "-c", "echo etcd --data-dir=/"]
        """;
    Survey survey =
        survey(
            placed("a.yaml", hostile),
            placed("b.yaml", "&a [*a]"),
            placed("c.yaml", "kind: Pod\nspec: 7"),
            placed("d.yaml", "\t:\u0001{{{"),
            placed("etcd.yaml", Samples.ETCD_MANIFEST));

    assertEquals("cp1", layout(survey).member());
  }

  @Test
  void readsAServiceWithItsEnvironmentFile() {
    Survey survey =
        survey(
            Samples.section(
                "systemd",
                """
                LoadState=loaded
                ExecStart={ path=/usr/local/bin/etcd ; argv[]=/usr/local/bin/etcd --wal-dir=${WAL} $EXTRA ; ignore_errors=no ; start_time=[n/a] ; pid=0 ; code=(null) ; status=0/0 }
                Environment=WAL=/wal "EXTRA=--quota-backend-bytes 4294967296 --initial-cluster-token=x"
                User=etcd
                """),
            Samples.section("ids", "998\n997"),
            Samples.section(
                "environment /etc/etcd.env",
                """
                ETCD_DATA_DIR="/var/lib/etcd/"
                export ETCD_NAME=etcd1
                ETCD_LISTEN_CLIENT_URLS=https://10.0.0.1:2379,https://127.0.0.1:2379
                ETCD_EXPERIMENTAL_INITIAL_CORRUPT_CHECK=true
                """));

    Survey.Service service = survey.service().orElseThrow();
    EtcdSetup setup =
        new EtcdSetup(
            EtcdLayout.Profile.SYSTEMD,
            EtcdFlags.of(service.command(), service.environment()),
            path -> path,
            Optional.empty());
    Owner owner = new Owner(service.uid(), service.gid(), 0700);
    EtcdLayout layout = setup.layout(owner, owner);
    assertEquals("etcd1", layout.member());
    assertEquals("/var/lib/etcd", layout.directories().data());
    assertEquals(Optional.of("/wal"), layout.directories().wal());
    assertEquals(4294967296L, layout.settings().quotaBytes());
    assertEquals("https://127.0.0.1:2379", layout.localClientUrl());
    assertEquals(new Owner(998, 997, 0700), layout.directories().owner());
    assertTrue(layout.settings().initialCorruptCheck());
  }

  @Test
  void tellsTheFlagWhoseUrlIsNone() {
    for (String flag :
        List.of(
            "listen-client-urls",
            "listen-peer-urls",
            "listen-metrics-urls",
            "initial-advertise-peer-urls")) {
      assertEquals(
          Optional.of(
              "`"
                  + flag
                  + "` is `https://10.0.0.1 :2380`, which is no URL of etcd: http or https, a host"
                  + " and a port"),
          badUrl("--" + flag + "=https://etcd_1:2380,https://10.0.0.1 :2380"));
    }
    assertEquals(Optional.empty(), badUrl("--listen-client-urls=unix:///run/etcd:0"));
    assertEquals(Optional.empty(), badUrl("--listen-peer-urls=https://[fe80::1%25eth0]:2380"));
  }

  private static Optional<String> badUrl(String flag) {
    EtcdFlags flags = EtcdFlags.of(List.of("etcd", flag), Map.of());
    return new EtcdSetup(EtcdLayout.Profile.SYSTEMD, flags, path -> path, Optional.empty())
        .badUrl();
  }

  @Test
  void findsEtcdBehindAShell() {
    assertEquals(
        List.of("/usr/bin/etcd", "--name=e1"),
        UnitProperties.command(
            "{ path=/bin/bash ; argv[]=/bin/bash -c \"GOMAXPROCS=$(nproc) /usr/bin/etcd"
                + " --name=${N}\" ; ignore_errors=no ; pid=0 }",
            Map.of("N", "e1")));
  }

  @Test
  void readsAConfigurationFile() {
    EtcdFlags flags =
        EtcdFlags.ofFile(
            "/etc/etcd/etcd.conf.yml",
            """
            name: e1
            data-dir: /srv/etcd
            listen-client-urls: http://0.0.0.0:2379
            client-transport-security:
              cert-file: /c.crt
            peer-transport-security:
              cert-file: /p.crt
            """);

    assertEquals(Optional.of("/c.crt"), flags.text("cert-file"));
    assertEquals(Optional.of("/p.crt"), flags.text("peer-cert-file"));
    EtcdLayout layout =
        new EtcdSetup(EtcdLayout.Profile.SYSTEMD, flags, path -> path, Optional.empty())
            .layout(ROOT, ROOT);
    assertEquals("http://127.0.0.1:2379", layout.localClientUrl());
  }

  @Test
  void readsVersionsOfImages() {
    assertEquals(Optional.of("3.5.16"), Versions.inImage("registry.k8s.io/etcd:3.5.16-0"));
    assertEquals(Optional.of("3.6.4"), Versions.inImage("r:5000/etcd:v3.6.4@sha256:ab"));
    assertEquals(Optional.empty(), Versions.inImage("r:5000/etcd"));
    assertEquals(Optional.empty(), Versions.inImage("etcd:latest"));
  }
}
