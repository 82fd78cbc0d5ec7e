package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Certificate;
import io.github.etcdrunbook.world.EtcdConfiguration;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.EtcdUrl;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.LostSight;
import io.github.etcdrunbook.world.NodeReport;
import io.github.etcdrunbook.world.PathState;
import io.github.etcdrunbook.world.RestoreTool;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.Unit;
import io.github.etcdrunbook.world.UnitState;
import io.github.etcdrunbook.world.Value;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real host, looked at through its shell. How it is set up is looked up once and kept, what it
 * does never is: a reader is made anew for each look at the world. Safe for several threads.
 */
final class LiveHost implements HostReader {
  private static final Duration DIGEST_LIMIT = Duration.ofMinutes(10);

  private final HostShell shell;
  private final Clock clock;
  private final HostFacts facts;
  private final UnitReading units;

  LiveHost(HostShell shell, HostSettings settings, Clock clock) {
    this(shell, new HostFacts(shell, settings), clock);
  }

  /** A reader that shares facts which were looked up a moment ago. */
  LiveHost(HostShell shell, HostFacts facts, Clock clock) {
    this.shell = shell;
    this.clock = clock;
    this.facts = facts;
    this.units = new UnitReading(shell, facts);
  }

  @Override
  public HostName name() {
    return shell.name();
  }

  @Override
  public String bootId() {
    return facts.survey().bootId();
  }

  @Override
  public Optional<EtcdLayout> etcd() {
    return facts.layout();
  }

  @Override
  public Optional<EtcdConfiguration> configuration() {
    return facts.configuration();
  }

  @Override
  public boolean forcesNewCluster() {
    return units.etcdForcesNewCluster();
  }

  @Override
  public UnitState unit(Unit unit) {
    return units.state(unit);
  }

  @Override
  public PathState path(String path) {
    return PathSight.read(facts.hear("path", List.of(path)));
  }

  @Override
  public List<String> list(String path) {
    return Section.named(heard("list", List.of(path)), "names").stream()
        .flatMap(section -> section.lines().stream())
        .filter(name -> !name.isEmpty())
        .sorted()
        .toList();
  }

  @Override
  public Optional<Sha256> digest(String path) {
    return Section.word(Section.all(facts.hear("digest", List.of(path), DIGEST_LIMIT)), "digest")
        .map(line -> new Sha256(line.split(" ")[0]));
  }

  @Override
  public Value<Long> freeBytes(String path) {
    String[] free = Section.word(heard("space", List.of(path)), "free").orElse("0 0").split(" ");
    return Value.drifting(Long.parseLong(free[0]) * Long.parseLong(free[1]));
  }

  @Override
  public String fileSystem(String path) {
    List<Section> sections = heard("space", List.of(path));
    List<String> mounts = Section.named(sections, "mounts").map(Section::lines).orElse(List.of());
    return Mounts.read(mounts).holding(Section.word(sections, "real").orElse("/"));
  }

  @Override
  public Optional<RestoreTool> restoreTool() {
    return facts.tool();
  }

  @Override
  public List<Certificate> certificates() {
    List<String> files =
        Stream.concat(
                facts
                    .setup()
                    .map(EtcdSetup::certificateFiles)
                    .filter(named -> !named.isEmpty())
                    .map(List::stream)
                    .orElseGet(this::usualFiles),
                apiServerFiles())
            .distinct()
            .toList();
    return files.isEmpty() ? List.of() : CertificateReading.read(facts.hear("certificates", files));
  }

  /** Where kubeadm and Kubespray put them: a host that is to get an etcd has only these. */
  private Stream<String> usualFiles() {
    return Stream.of(
        "/etc/kubernetes/pki/etcd/ca.crt",
        "/etc/kubernetes/pki/etcd/server.crt",
        "/etc/kubernetes/pki/etcd/peer.crt",
        "/etc/ssl/etcd/ssl/ca.pem",
        "/etc/ssl/etcd/ssl/member-" + name() + ".pem");
  }

  private Stream<String> apiServerFiles() {
    List<String> files = new ArrayList<>();
    facts
        .manifest(Unit.KUBE_APISERVER)
        .flatMap(placed -> placed.container(Unit.KUBE_APISERVER.toString()))
        .ifPresent(
            container -> {
              EtcdFlags flags = EtcdFlags.of(container.command(), container.environment());
              flags.text("etcd-certfile").flatMap(container::onHost).ifPresent(files::add);
            });
    return files.stream();
  }

  @Override
  public List<String> controlPlaneFiles() {
    return new ControlPlaneFiles(name(), facts).find();
  }

  @Override
  public Value<Instant> clock() {
    return Value.drifting(now());
  }

  private Instant now() {
    String text = Section.word(heard("clock", List.of()), "now").orElse("");
    // Some `date` know no %N and print it as it is.
    String seconds = text.replaceFirst("\\.%?N$", "");
    if (!seconds.matches("[0-9]{1,12}(\\.[0-9]{1,9})?")) {
      throw new LostSight(
          name(),
          new Failure.Unsuitable(
              "its clock cannot be read: `date` prints `" + text + "`", "look at `date +%s`"));
    }
    BigDecimal time = new BigDecimal(seconds);
    long whole = time.longValue();
    long nanoseconds = time.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue();
    return Instant.ofEpochSecond(whole, nanoseconds);
  }

  @Override
  public Value<Duration> clockAhead() {
    Instant before = clock.instant();
    Instant there = now();
    Instant after = clock.instant();
    Instant middle = before.plus(Duration.between(before, after).dividedBy(2));
    return Value.drifting(Duration.between(middle, there));
  }

  @Override
  public List<String> etcdClients() {
    Optional<Integer> port = etcd().map(layout -> EtcdUrl.of(layout.localClientUrl()).port());
    if (port.isEmpty()) {
      return List.of();
    }
    String hexadecimal = String.format(Locale.ROOT, "%04X", port.get());
    return ClientSockets.read(facts.hear("clients", List.of(hexadecimal)), port.get());
  }

  @Override
  public boolean reaches(String address, int port) {
    return Section.named(reach(address, port), "open").isPresent();
  }

  @Override
  public boolean hears(String address, int port) {
    List<Section> answer = reach(address, port);
    return Section.named(answer, "open").isPresent()
        || Section.named(answer, "refused").isPresent();
  }

  private List<Section> reach(String address, int port) {
    List<Section> answer = heard("reach", List.of(address, String.valueOf(port)));
    Section.word(answer, "unknown")
        .ifPresent(
            why -> {
              throw new LostSight(
                  name(),
                  new Failure.Unsuitable(
                      "whether it reaches " + address + " cannot be told: " + why,
                      "install bash or nc there"));
            });
    return answer;
  }

  @Override
  public boolean ready(Unit unit) {
    return units.ready(unit);
  }

  @Override
  public NodeReport nodes() {
    return NodeLines.read(facts.hear("nodes", List.of()));
  }

  private List<Section> heard(String script, List<String> parameters) {
    return Section.all(facts.hear(script, parameters));
  }
}
