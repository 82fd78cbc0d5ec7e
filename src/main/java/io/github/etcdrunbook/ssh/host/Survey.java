package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.EtcdUrl;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the survey script saw of a host: the facts that do not change by themselves. Pure;
 * immutable.
 *
 * @param ground what everything else rests on
 * @param bootId new at every boot
 * @param manifests the static pods, in place and parked, those in place first
 * @param service etcd's systemd unit, if the host has it
 */
record Survey(Ground ground, String bootId, List<Placed> manifests, Optional<Service> service) {
  private static final Set<Integer> USUAL = Set.of(2379);

  /** Rejects null and copies the list. */
  Survey {
    Objects.requireNonNull(ground, "ground");
    Objects.requireNonNull(bootId, "bootId");
    manifests = List.copyOf(manifests);
    Objects.requireNonNull(service, "service");
  }

  /** As whom commands run, and which of the programs that they need are not there. */
  record Ground(String uid, List<String> missing) {
    /** Copies the list. */
    Ground {
      missing = List.copyOf(missing);
    }

    /** Why nothing can be told or done here, if so. */
    Optional<Failure> objection() {
      if (!uid.equals("0")) {
        return Optional.of(
            new Failure.Rejected(
                "commands run as user " + uid + ", not as root",
                "log in as root, or set `become: sudo` in the inventory's `ssh`"));
      }
      return missing.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Failure.Rejected(
                  "it lacks " + String.join(", ", missing),
                  "install coreutils, findutils, diffutils, gawk or mawk, grep and sed there"));
    }
  }

  /**
   * A static pod's manifest.
   *
   * @param path where it belongs when it is in place
   * @param at where it lies now
   */
  record Placed(String path, String at, PodManifest pod) {
    /** The container that runs the program, if one does. */
    Optional<PodManifest.Container> container(String program) {
      return pod.containers().stream().filter(one -> one.runs(program)).findFirst();
    }
  }

  /**
   * A systemd unit's program: its command line, its variables and whom it runs as.
   *
   * @param files the environment files that are there, the last one rules
   * @param uid 0 when the unit names no user
   */
  record Service(
      List<String> command, Map<String, String> environment, List<String> files, int uid, int gid) {
    /** Rejects null and copies. */
    Service {
      files = List.copyOf(files);
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }
  }

  /** Reads what the script printed. */
  static Survey read(String output) {
    List<Section> sections = Section.all(output);
    String folder = Section.word(sections, "static").orElse("");
    List<Placed> manifests = new ArrayList<>();
    for (Section section : sections) {
      section
          .behind("manifest")
          .flatMap(path -> placed(path, path, section))
          .ifPresent(manifests::add);
    }
    for (Section section : sections) {
      section
          .behind("parked")
          .flatMap(at -> placed(folder + "/" + PodManifest.baseName(at), at, section))
          .ifPresent(manifests::add);
    }
    return new Survey(
        ground(sections), Section.word(sections, "boot").orElse(""), manifests, service(sections));
  }

  private static Ground ground(List<Section> sections) {
    List<String> missing =
        Section.named(sections, "missing").map(Section::lines).orElse(List.of()).stream()
            .filter(line -> !line.isBlank())
            .toList();
    return new Ground(Section.word(sections, "uid").orElse(""), missing);
  }

  private static Optional<Placed> placed(String path, String at, Section section) {
    return PodManifest.read(path, section.text()).map(pod -> new Placed(path, at, pod));
  }

  /**
   * The manifest of a unit: the file that carries the unit's name and runs its program, else any
   * that runs it.
   */
  Optional<Placed> manifest(Unit unit) {
    return running(unit.toString()).stream()
        .min(
            (one, other) ->
                Boolean.compare(isCalled(other, unit.toString()), isCalled(one, unit.toString())));
  }

  /**
   * The manifest of the etcd that is meant on a host with several: the one with the name given,
   * else the one that the host's API server is a client of, else {@code etcd.yaml}, else the one
   * whose clients come to port 2379.
   */
  Optional<Placed> etcdManifest(Optional<String> named) {
    List<Placed> all = running("etcd");
    if (named.isPresent()) {
      return all.stream().filter(placed -> baseOf(placed).equals(named.get())).findFirst();
    }
    Set<Integer> ports =
        running("kube-apiserver").stream()
            .flatMap(placed -> ports(placed, "kube-apiserver", "etcd-servers"))
            .collect(Collectors.toSet());
    List<Placed> serving = all.stream().filter(placed -> serves(placed, ports)).toList();
    if (serving.size() == 1) {
      return Optional.of(serving.getFirst());
    }
    return all.stream()
        .filter(placed -> isCalled(placed, "etcd"))
        .findFirst()
        .or(() -> all.stream().filter(placed -> serves(placed, USUAL)).findFirst());
  }

  /** The other manifests that run an etcd. */
  List<Placed> otherEtcds(Placed meant) {
    return running("etcd").stream().filter(placed -> !placed.path().equals(meant.path())).toList();
  }

  /** The pod of a manifest, as its containers name it. */
  StaticPod pod(Placed placed) {
    List<String> others =
        manifests.stream()
            .filter(other -> !other.path().equals(placed.path()))
            .map(other -> other.pod().name())
            .filter(name -> !name.equals(placed.pod().name()))
            .distinct()
            .toList();
    return new StaticPod(placed.pod().namespace(), placed.pod().name(), others);
  }

  private static boolean serves(Placed placed, Set<Integer> ports) {
    return ports(placed, "etcd", "listen-client-urls").anyMatch(ports::contains);
  }

  /** The ports of the URLs that a flag of the program names. */
  private static Stream<Integer> ports(Placed placed, String program, String flag) {
    return placed.container(program).stream()
        .map(one -> EtcdFlags.of(one.command(), one.environment()))
        .flatMap(flags -> flags.list(flag).stream())
        .flatMapToInt(url -> EtcdUrl.port(url).stream())
        .boxed();
  }

  private List<Placed> running(String program) {
    return manifests.stream().filter(placed -> placed.container(program).isPresent()).toList();
  }

  private static boolean isCalled(Placed placed, String name) {
    return baseOf(placed).equals(name + ".yaml");
  }

  private static String baseOf(Placed placed) {
    return PodManifest.baseName(placed.path());
  }

  private static Optional<Service> service(List<Section> sections) {
    Optional<Section> shown = Section.named(sections, "systemd");
    if (shown.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> properties = UnitProperties.of(shown.get());
    if (!"loaded".equals(properties.get("LoadState"))) {
      return Optional.empty();
    }
    Map<String, String> variables = new LinkedHashMap<>();
    variables.putAll(UnitProperties.variables(properties.getOrDefault("Environment", "")));
    for (Section section : sections) {
      if (section.behind("environment").isPresent()) {
        section.lines().forEach(line -> UnitProperties.assignment(line, variables));
      }
    }
    List<String> ids = Section.named(sections, "ids").map(Section::lines).orElse(List.of());
    int uid = ids.isEmpty() ? 0 : number(ids.getFirst());
    int gid = ids.size() < 2 ? uid : number(ids.get(1));
    return Optional.of(
        new Service(
            UnitProperties.command(properties.getOrDefault("ExecStart", ""), variables),
            variables,
            sections.stream().flatMap(one -> one.behind("environment").stream()).toList(),
            uid,
            gid));
  }

  private static int number(String text) {
    return text.strip().matches("[0-9]{1,9}") ? Integer.parseInt(text.strip()) : 0;
  }
}
