package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.EtcdUrl;
import io.github.etcdrunbook.world.Incarnation;
import io.github.etcdrunbook.world.Unit;
import io.github.etcdrunbook.world.UnitState;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks whether a host's units run, are gone, or are ready. Liveness: nothing is kept. */
final class UnitReading {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(4);
  private static final Duration SETTLED = Duration.ofSeconds(3);
  private static final int API_SERVER_PORT = 6443;
  private static final int CONTROLLER_MANAGER_PORT = 10257;
  private static final int SCHEDULER_PORT = 10259;
  private static final int KUBELET_HEALTH_PORT = 10248;

  private final HostShell shell;
  private final HostFacts facts;

  UnitReading(HostShell shell, HostFacts facts) {
    this.shell = shell;
    this.facts = facts;
  }

  UnitState state(Unit unit) {
    Optional<Survey.Placed> manifest = facts.manifest(unit);
    UnitSight sight =
        manifest.isPresent() ? pod(unit, manifest.get()) : service(unit, facts.service(unit));
    if (sight.defined() && sight.running().isEmpty()) {
      String database = unit == Unit.ETCD ? facts.setup().map(EtcdSetup::database).orElse("") : "";
      sight = sight.with(Traces.read(facts.hear("traces", List.of(database))), doors(unit));
    }
    return sight.state();
  }

  private UnitSight pod(Unit unit, Survey.Placed manifest) {
    String seen = facts.hear("unit", List.of(unit.toString(), manifest.path(), ""));
    return UnitSight.ofPod(seen, unit.toString(), facts.survey().pod(manifest), own(unit));
  }

  private UnitSight service(Unit unit, String service) {
    String seen = facts.hear("unit", List.of(unit.toString(), "", service));
    return UnitSight.ofService(seen);
  }

  /** As its own argument list or environment says, whatever stands in the files now. */
  boolean etcdForcesNewCluster() {
    Optional<Survey.Placed> manifest = facts.manifest(Unit.ETCD);
    String path = manifest.map(Survey.Placed::path).orElse("");
    String service = manifest.isPresent() ? "" : facts.service(Unit.ETCD);
    String seen = facts.hear("unit", List.of(Unit.ETCD.toString(), path, service));
    Stream<LiveProcess> processes =
        manifest.isPresent()
            ? LiveProcess.all(Section.all(seen)).stream()
                .filter(process -> process.runs(Unit.ETCD.toString()))
                .filter(own(Unit.ETCD))
            : UnitSight.mainProcess(seen).stream();
    return processes.anyMatch(
        process -> EtcdFlags.of(process.command(), process.environment()).on("force-new-cluster"));
  }

  /**
   * Of several etcds on a host, the unit's own has its data directory, and is not exactly what
   * another manifest describes: in their pods, both may call their directories alike.
   */
  private Predicate<LiveProcess> own(Unit unit) {
    Optional<EtcdSetup> setup = unit == Unit.ETCD ? facts.setup() : Optional.empty();
    if (setup.isEmpty()) {
      return process -> true;
    }
    Set<List<String>> others =
        facts.otherEtcds().stream().map(EtcdSetup::identity).collect(Collectors.toSet());
    others.remove(setup.get().identity());
    return process ->
        setup.get().ownData().equals(EtcdSetup.ownData(process))
            && !others.contains(EtcdSetup.identity(process));
  }

  private List<SocketEnd.Door> doors(Unit unit) {
    return switch (unit) {
      case ETCD -> facts.setup().map(EtcdSetup::doors).orElse(List.of());
      case KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, KUBE_SCHEDULER ->
          List.of(SocketEnd.Door.anywhere(securePort(unit)));
      case KUBELET -> List.of(SocketEnd.Door.anywhere(KUBELET_HEALTH_PORT));
    };
  }

  private int securePort(Unit unit) {
    int usual =
        switch (unit) {
          case KUBE_APISERVER -> API_SERVER_PORT;
          case KUBE_CONTROLLER_MANAGER -> CONTROLLER_MANAGER_PORT;
          case KUBE_SCHEDULER -> SCHEDULER_PORT;
          case ETCD, KUBELET -> 0;
        };
    return flags(unit)
        .flatMap(flags -> flags.number("secure-port"))
        .map(Math::toIntExact)
        .orElse(usual);
  }

  private Optional<EtcdFlags> flags(Unit unit) {
    return facts
        .manifest(unit)
        .flatMap(placed -> placed.container(unit.toString()))
        .map(container -> EtcdFlags.of(container.command(), container.environment()));
  }

  boolean ready(Unit unit) {
    return switch (unit) {
      case ETCD -> facts.layout().filter(this::etcdReady).isPresent();
      case KUBE_APISERVER -> isOk(address(unit), securePort(unit), secure("/readyz"));
      case KUBE_CONTROLLER_MANAGER, KUBE_SCHEDULER ->
          isOk(address(unit), securePort(unit), secure("/healthz"));
      case KUBELET -> kubeletReady();
    };
  }

  /** Its health port tells, unless it serves none; then that it has stayed up for a while does. */
  private boolean kubeletReady() {
    if (isOk("127.0.0.1", KUBELET_HEALTH_PORT, new Glance.Question(false, "/healthz"))) {
      return true;
    }
    boolean serves =
        Traces.read(facts.hear("traces", List.of("")))
            .opens(SocketEnd.Door.anywhere(KUBELET_HEALTH_PORT));
    Optional<Incarnation> running = state(Unit.KUBELET).running();
    long uptime =
        Section.word(Section.all(facts.hear("uptime", List.of())), "uptime")
            .map(line -> new BigDecimal(line.split(" ")[0]).movePointRight(3).longValue())
            .orElse(0L);
    return !serves
        && running.filter(one -> uptime - one.startedAt() > SETTLED.toMillis()).isPresent();
  }

  private static Glance.Question secure(String path) {
    return new Glance.Question(true, path);
  }

  private String address(Unit unit) {
    return flags(unit)
        .flatMap(flags -> flags.text("bind-address"))
        .filter(address -> !address.equals("0.0.0.0") && !address.equals("::"))
        .orElse("127.0.0.1");
  }

  private boolean isOk(String address, int port, Glance.Question question) {
    return glance(address, port, question).equals(OptionalInt.of(200));
  }

  private OptionalInt glance(String address, int port, Glance.Question question) {
    InetSocketAddress door = shell.door(address, port);
    return Glance.status(door, question, ANSWER_LIMIT);
  }

  /**
   * Served after the check of the members' data at the start, and without a leader: the metrics
   * port where there is one, else the peers'. The client port answers only with a leader.
   */
  private boolean etcdReady(EtcdLayout layout) {
    Optional<EtcdUrl> metrics = layout.metricsUrl().map(EtcdUrl::of);
    if (metrics.isPresent() && !metrics.get().isSecure()) {
      return isOk(
          metrics.get().host(), metrics.get().port(), new Glance.Question(false, "/metrics"));
    }
    Optional<EtcdUrl> url =
        metrics.or(() -> facts.setup().flatMap(EtcdSetup::localPeerUrl).map(EtcdUrl::of));
    if (url.isEmpty()) {
      return false;
    }
    return url.get().isSecure()
        ? answersWithCertificate(url.get())
        : glance(url.get().host(), url.get().port(), new Glance.Question(false, "/version"))
            .isPresent();
  }

  /**
   * Asked on the host itself, so that no key leaves it; with the peers' certificate, which is for
   * clients too.
   */
  private boolean answersWithCertificate(EtcdUrl url) {
    EtcdSetup setup = facts.setup().orElseThrow();
    List<Section> answer =
        Section.all(
            facts.hear(
                "answer",
                List.of(
                    url.host(),
                    String.valueOf(url.port()),
                    setup.file("peer-cert-file").orElse(""),
                    setup.file("peer-key-file").orElse(""))));
    return Section.word(answer, "status").isPresent();
  }
}
