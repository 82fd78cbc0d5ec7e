package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
   * else {@code etcd.yaml}, else the one whose clients come to port 2379.
   */
  Optional<Placed> etcdManifest(Optional<String> named) {
    List<Placed> all = running("etcd");
    if (named.isPresent()) {
      return all.stream().filter(placed -> baseOf(placed).equals(named.get())).findFirst();
    }
    return all.stream()
        .filter(placed -> isCalled(placed, "etcd"))
        .findFirst()
        .or(() -> all.stream().filter(Survey::servesUsualPort).findFirst());
  }

  private static boolean servesUsualPort(Placed placed) {
    return placed
        .container("etcd")
        .map(one -> EtcdFlags.of(one.command(), one.environment()))
        .filter(
            flags ->
                flags.list("listen-client-urls").stream().anyMatch(url -> url.endsWith(":2379")))
        .isPresent();
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
