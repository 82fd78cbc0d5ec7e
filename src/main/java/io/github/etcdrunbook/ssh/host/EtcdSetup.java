package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.EtcdUrl;
import io.github.etcdrunbook.world.Owner;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * How one etcd of a host is set up: its flags, with the paths that they name translated to the
 * host's. Pure; immutable.
 */
final class EtcdSetup {
  private static final List<String> URLS =
      List.of(
          "listen-peer-urls",
          "listen-client-urls",
          "listen-metrics-urls",
          "initial-advertise-peer-urls");
  private static final List<String> IDENTITY =
      List.of(
          "name",
          "listen-client-urls",
          "listen-peer-urls",
          "advertise-client-urls",
          "initial-advertise-peer-urls",
          "initial-cluster-token");
  private static final long DEFAULT_QUOTA = 2L * 1024 * 1024 * 1024;

  private final EtcdLayout.Profile profile;
  private final EtcdFlags flags;
  private final UnaryOperator<String> onHost;
  private final Optional<String> version;

  EtcdSetup(
      EtcdLayout.Profile profile,
      EtcdFlags flags,
      UnaryOperator<String> onHost,
      Optional<String> version) {
    this.profile = Objects.requireNonNull(profile, "profile");
    this.flags = Objects.requireNonNull(flags, "flags");
    this.onHost = Objects.requireNonNull(onHost, "onHost");
    this.version = Objects.requireNonNull(version, "version");
  }

  /** The etcd of a static pod. */
  static EtcdSetup ofPod(PodManifest.Container container) {
    return new EtcdSetup(
        EtcdLayout.Profile.KUBEADM,
        EtcdFlags.of(container.command(), container.environment()),
        path -> container.onHost(path).orElse(path),
        container.imageVersion());
  }

  /** Its flags as it sees them itself. */
  EtcdFlags flags() {
    return flags;
  }

  /** The data directory on the host. */
  String data() {
    return onHost.apply(ownData());
  }

  /** The data directory as the process itself names it. */
  String ownData() {
    return data(flags);
  }

  /** The data directory that a process of etcd names. */
  static String ownData(LiveProcess process) {
    return data(EtcdFlags.of(process.command(), process.environment()));
  }

  private static String data(EtcdFlags flags) {
    return withoutSlash(
        flags
            .text("data-dir")
            .orElseGet(() -> "/" + flags.text("name").orElse("default") + ".etcd"));
  }

  /** The file that a running etcd holds open. */
  String database() {
    return data() + "/member/snap/db";
  }

  /** What tells it from another etcd of the host: its name, data directory, URLs and token. */
  List<String> identity() {
    return identity(flags);
  }

  /** The same of a process. */
  static List<String> identity(LiveProcess process) {
    return identity(EtcdFlags.of(process.command(), process.environment()));
  }

  private static List<String> identity(EtcdFlags flags) {
    return Stream.concat(
            Stream.of(data(flags)), IDENTITY.stream().map(flag -> flags.text(flag).orElse("")))
        .toList();
  }

  /** Where nothing may listen when it is gone: for clients, peers and metrics. */
  List<SocketEnd.Door> doors() {
    return Stream.of("listen-client-urls", "listen-peer-urls", "listen-metrics-urls")
        .flatMap(flag -> flags.list(flag).stream())
        .flatMap(url -> EtcdUrl.read(url).stream())
        .map(url -> new SocketEnd.Door(url.address(), url.port()))
        .distinct()
        .toList();
  }

  /** The certificate files on the host: of the CA, for clients and for peers. */
  List<String> certificateFiles() {
    return Stream.of("trusted-ca-file", "cert-file", "peer-trusted-ca-file", "peer-cert-file")
        .flatMap(flag -> file(flag).stream())
        .distinct()
        .toList();
  }

  /** The file that a flag names, on the host. */
  Optional<String> file(String flag) {
    return flags.text(flag).map(onHost);
  }

  /** The first of its URLs that is none, with its flag; sockets are not looked at. */
  Optional<String> badUrl() {
    for (String flag : URLS) {
      Optional<String> bad =
          flags.list(flag).stream()
              .filter(url -> !url.startsWith("unix"))
              .flatMap(url -> EtcdUrl.objection(url).stream())
              .findFirst();
      if (bad.isPresent()) {
        return Optional.of("`" + flag + "` is " + bad.get());
      }
    }
    return Optional.empty();
  }

  /** The URL at which etcd answers its peers on the host itself. */
  Optional<String> localPeerUrl() {
    return flags.list("listen-peer-urls").stream().findFirst().map(EtcdSetup::local);
  }

  /** The layout, given the owner that the data directory has, and the one that a new one gets. */
  EtcdLayout layout(Owner owner, Owner fresh) {
    return new EtcdLayout(
        flags.text("name").orElse("default"),
        new EtcdLayout.Directories(
            data(), flags.text("wal-dir").map(EtcdSetup::withoutSlash).map(onHost), owner, fresh),
        flags.list("initial-advertise-peer-urls"),
        flags.list("advertise-client-urls"),
        localClientUrl(),
        flags.list("listen-metrics-urls").stream().findFirst().map(EtcdSetup::local),
        new EtcdLayout.Settings(profile, version, quota(), corruptCheck()));
  }

  private long quota() {
    long set = flags.number("quota-backend-bytes").orElse(0L);
    return set == 0 ? DEFAULT_QUOTA : set;
  }

  private boolean corruptCheck() {
    return flags.on("experimental-initial-corrupt-check")
        || flags.list("feature-gates").contains("InitialCorruptCheck=true");
  }

  private String localClientUrl() {
    List<String> urls =
        flags.list("listen-client-urls").stream()
            .filter(url -> EtcdUrl.read(url).isPresent())
            .toList();
    return urls.stream()
        .filter(url -> isLoopback(EtcdUrl.of(url).host()))
        .findFirst()
        .or(() -> urls.stream().findFirst())
        .map(EtcdSetup::local)
        .orElse("http://127.0.0.1:2379");
  }

  /** A URL that listens on every address is reached on the loopback one. */
  private static String local(String url) {
    return url.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//127.0.0.1:");
  }

  private static boolean isLoopback(String host) {
    return host.startsWith("127.") || host.equals("localhost") || host.equals("[::1]");
  }

  private static String withoutSlash(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
