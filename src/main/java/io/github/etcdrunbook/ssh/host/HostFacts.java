package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.EtcdConfiguration;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.LostSight;
import io.github.etcdrunbook.world.Owner;
import io.github.etcdrunbook.world.PathState;
import io.github.etcdrunbook.world.RestoreTool;
import io.github.etcdrunbook.world.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The facts of a host that do not change by themselves, looked up once each and kept. Safe for
 * several threads; every look has a deadline.
 */
final class HostFacts {
  /** Scripts that only look end long before. */
  static final Duration LIMIT = Duration.ofSeconds(20);

  private static final Duration TOOL_LIMIT = Duration.ofMinutes(1);
  private static final long TOOL_NANOSECONDS = Duration.ofMinutes(1).toNanos();

  private final HostShell shell;
  private final HostSettings settings;
  private Optional<Survey> survey = Optional.empty();
  private Optional<Optional<EtcdSetup>> setup = Optional.empty();
  private Optional<Optional<EtcdLayout>> layout = Optional.empty();
  private Optional<FoundTool> tool = Optional.empty();

  /** Which program restores, and when that was found out. */
  private record FoundTool(Optional<RestoreTool> tool, long at) {}

  HostFacts(HostShell shell, HostSettings settings) {
    this.shell = shell;
    this.settings = settings;
  }

  HostSettings settings() {
    return settings;
  }

  /** What a script prints; it fails only when the shell itself does. */
  String hear(String script, List<String> parameters) {
    return hear(script, parameters, LIMIT);
  }

  String hear(String script, List<String> parameters, Duration limit) {
    return shell.run(Script.named(script).with(parameters), limit).out();
  }

  synchronized Survey survey() {
    if (survey.isEmpty()) {
      boolean pods = settings.profile().equals(Optional.of(EtcdLayout.Profile.KUBEADM));
      String service = pods ? "" : settings.service();
      survey = Optional.of(Survey.read(hear("survey", List.of(service))));
    }
    return survey.get();
  }

  /** How etcd is set up, as its flags say it; empty on a host that has none. */
  synchronized Optional<EtcdSetup> setup() {
    if (setup.isEmpty()) {
      setup = Optional.of(isPod() ? podSetup() : serviceSetup());
    }
    return setup.get();
  }

  /** The file with etcd's settings, wherever it lies; not for a unit that has them elsewhere. */
  Optional<EtcdConfiguration> configuration() {
    if (isPod()) {
      // It may have been parked or put back since it was looked up.
      if (etcdManifest().filter(placed -> sight(placed.at()).isAbsent()).isPresent()) {
        forget();
      }
      return etcdManifest().map(placed -> file(placed.path(), placed.at()));
    }
    boolean elsewhere =
        survey()
            .service()
            .flatMap(
                service ->
                    EtcdFlags.of(service.command(), service.environment()).configurationFile())
            .isPresent();
    if (elsewhere) {
      return Optional.empty();
    }
    List<String> files = survey().service().map(Survey.Service::files).orElse(List.of());
    return files.isEmpty() ? Optional.empty() : Optional.of(file(files.getLast(), files.getLast()));
  }

  private synchronized void forget() {
    survey = Optional.empty();
    setup = Optional.empty();
    layout = Optional.empty();
  }

  private PathState sight(String path) {
    return PathSight.read(hear("path", List.of(path)));
  }

  private String settingsFile() {
    return isPod()
        ? etcdManifest().map(Survey.Placed::path).orElse("the manifest of etcd")
        : "the settings of etcd's unit";
  }

  private EtcdConfiguration file(String path, String at) {
    Owner owner =
        sight(at) instanceof PathState.RegularFile regular ? regular.owner() : Owner.rootOnly(0600);
    String text = text(at);
    return new EtcdConfiguration(path, text.endsWith("\n") ? text : text + "\n", owner);
  }

  synchronized Optional<EtcdLayout> layout() {
    if (layout.isEmpty()) {
      Optional<String> bad = setup().flatMap(EtcdSetup::badUrl);
      if (bad.isPresent()) {
        throw new LostSight(
            shell.name(),
            new Failure.Unsuitable(
                settingsFile() + ": " + bad.get(),
                "correct it there; etcd itself refuses it, too"));
      }
      layout = Optional.of(setup().map(found -> found.layout(owner(found.data()), fresh())));
    }
    return layout.get();
  }

  /** The program that restores here; asking every candidate takes a while. */
  synchronized Optional<RestoreTool> tool() {
    if (tool.isEmpty()) {
      Optional<String> server = layout().flatMap(found -> found.settings().version());
      Optional<RestoreTool> best = FoundTools.best(hear("tool", List.of(), TOOL_LIMIT), server);
      tool = Optional.of(new FoundTool(best, System.nanoTime()));
    }
    return tool.get().tool();
  }

  /** Takes over what was found out of late, when the host is still set up the same. */
  synchronized void remember(HostFacts earlier) {
    Optional<FoundTool> known = earlier.foundTool();
    if (known.filter(found -> System.nanoTime() - found.at() < TOOL_NANOSECONDS).isPresent()
        && earlier.survey().equals(survey())) {
      tool = known;
    }
  }

  private synchronized Optional<FoundTool> foundTool() {
    return tool.filter(found -> found.tool().isPresent());
  }

  /** Whether etcd is a static pod here. */
  boolean isPod() {
    return settings
        .profile()
        .map(profile -> profile == EtcdLayout.Profile.KUBEADM)
        .orElseGet(() -> etcdManifest().isPresent());
  }

  Optional<Survey.Placed> etcdManifest() {
    return survey().etcdManifest(settings.manifest());
  }

  /** The other etcds of the host that are static pods. */
  List<EtcdSetup> otherEtcds() {
    return etcdManifest().map(survey()::otherEtcds).orElse(List.of()).stream()
        .flatMap(placed -> placed.container("etcd").stream())
        .map(EtcdSetup::ofPod)
        .toList();
  }

  /** The manifest of a unit that is a static pod. */
  Optional<Survey.Placed> manifest(Unit unit) {
    return switch (unit) {
      case ETCD -> isPod() ? etcdManifest() : Optional.empty();
      case KUBE_APISERVER, KUBE_CONTROLLER_MANAGER, KUBE_SCHEDULER -> survey().manifest(unit);
      case KUBELET -> Optional.empty();
    };
  }

  /** The systemd unit that a unit is, when it is no static pod; without {@code .service}. */
  String service(Unit unit) {
    return unit == Unit.ETCD ? settings.service() : unit.toString();
  }

  private Optional<EtcdSetup> podSetup() {
    return etcdManifest().flatMap(placed -> placed.container("etcd")).map(EtcdSetup::ofPod);
  }

  private Optional<EtcdSetup> serviceSetup() {
    Optional<Survey.Service> service = survey().service();
    if (service.isEmpty()) {
      return Optional.empty();
    }
    String seen = hear("unit", List.of("etcd", "", settings.service()));
    Optional<LiveProcess> process = UnitSight.mainProcess(seen);
    // What runs is the truth; the unit's files tell only what would run.
    List<String> command = process.map(LiveProcess::command).orElse(service.get().command());
    Map<String, String> environment =
        process.map(LiveProcess::environment).orElse(service.get().environment());
    EtcdFlags flags = EtcdFlags.of(command, environment);
    Optional<String> file = flags.configurationFile();
    if (file.isPresent()) {
      flags = EtcdFlags.ofFile(file.get(), text(file.get()));
    }
    return Optional.of(
        new EtcdSetup(
            EtcdLayout.Profile.SYSTEMD, flags, path -> path, version(service.get().command())));
  }

  private Optional<String> version(List<String> command) {
    if (command.isEmpty()) {
      return Optional.empty();
    }
    List<Section> sections = Section.all(hear("version", List.of(command.getFirst())));
    return Section.named(sections, "version").map(Section::text).flatMap(Versions::first);
  }

  private String text(String path) {
    return Section.named(Section.all(hear("text", List.of(path))), "text")
        .map(Section::text)
        .orElse("");
  }

  /** The owner that the data directory has; where there is none, the one it must get. */
  private Owner owner(String data) {
    if (sight(data) instanceof PathState.Directory directory) {
      return directory.owner();
    }
    return fresh();
  }

  /** The owner that a data directory gets that is made: whom etcd runs as. */
  private Owner fresh() {
    int uid = isPod() ? 0 : survey().service().map(Survey.Service::uid).orElse(0);
    int gid = isPod() ? 0 : survey().service().map(Survey.Service::gid).orElse(0);
    return new Owner(uid, gid, 0700);
  }
}
