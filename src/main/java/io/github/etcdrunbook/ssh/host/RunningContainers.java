package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.world.Incarnation;
import io.github.etcdrunbook.yaml.Mapping;
import io.github.etcdrunbook.yaml.Scalar;
import io.github.etcdrunbook.yaml.Sequence;
import io.github.etcdrunbook.yaml.YamlReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The containers that crictl or ctr list as running. Pure. */
final class RunningContainers {
  private static final long NANOSECONDS = 1_000_000;

  private RunningContainers() {}

  /** The lives of the containers of a pod; those that ctr lists do not tell whose they are. */
  static List<Incarnation> of(List<Section> sections, StaticPod pod) {
    long booted = seconds(sections, "now") - seconds(sections, "uptime");
    List<Incarnation> running = new ArrayList<>();
    crictl(sections).stream()
        .filter(container -> belongsTo(container, pod))
        .flatMap(container -> incarnation(container, booted).stream())
        .forEach(running::add);
    running.addAll(fromCtr(sections));
    return List.copyOf(running);
  }

  /** The containers that say that they are of another pod. */
  static Set<String> notOf(List<Section> sections, StaticPod pod) {
    return crictl(sections).stream()
        .filter(container -> !belongsTo(container, pod))
        .flatMap(container -> text(container, "id").stream())
        .collect(Collectors.toSet());
  }

  /** The first number of a section, in seconds there, in milliseconds here. */
  private static long seconds(List<Section> sections, String title) {
    return Section.word(sections, title)
        .map(line -> line.split(" ")[0].replaceFirst("\\.%?N$", ""))
        .filter(text -> text.matches("[0-9]{1,12}(\\.[0-9]{1,9})?"))
        .map(text -> new BigDecimal(text).movePointRight(3).longValue())
        .orElse(0L);
  }

  private static List<Mapping> crictl(List<Section> sections) {
    return Section.named(sections, "containers").stream()
        .flatMap(
            section ->
                YamlReader.read(new SourceFile("crictl ps", section.text())).value().stream())
        .filter(Mapping.class::isInstance)
        .flatMap(answer -> ((Mapping) answer).get("containers").stream())
        .filter(Sequence.class::isInstance)
        .flatMap(list -> ((Sequence) list).items().stream())
        .filter(Mapping.class::isInstance)
        .map(Mapping.class::cast)
        .toList();
  }

  private static boolean belongsTo(Mapping container, StaticPod pod) {
    return pod.has(
        label(container, "io.kubernetes.pod.namespace"),
        label(container, "io.kubernetes.pod.name"));
  }

  private static Optional<Incarnation> incarnation(Mapping container, long booted) {
    boolean running = text(container, "state").filter("CONTAINER_RUNNING"::equals).isPresent();
    if (!running) {
      return Optional.empty();
    }
    long created =
        text(container, "createdAt")
            .filter(text -> text.matches("[0-9]{1,19}"))
            .map(Long::parseLong)
            .orElse(0L);
    return text(container, "id")
        .map(
            id ->
                new Incarnation(
                    id,
                    created / NANOSECONDS - booted,
                    label(container, "io.kubernetes.pod.uid").orElse("")));
  }

  private static Optional<String> label(Mapping container, String label) {
    return container
        .get("labels")
        .filter(Mapping.class::isInstance)
        .flatMap(labels -> text((Mapping) labels, label));
  }

  private static Optional<String> text(Mapping mapping, String key) {
    return mapping.get(key).filter(Scalar.class::isInstance).map(node -> ((Scalar) node).text());
  }

  private static List<Incarnation> fromCtr(List<Section> sections) {
    Set<String> named =
        new HashSet<>(Section.named(sections, "names").map(Section::lines).orElse(List.of()));
    List<Incarnation> found = new ArrayList<>();
    for (String line : Section.named(sections, "tasks").map(Section::lines).orElse(List.of())) {
      String[] columns = line.strip().split("\\s+");
      if (columns.length == 3 && columns[2].equals("RUNNING") && named.contains(columns[0])) {
        found.add(new Incarnation(columns[0], 0, ""));
      }
    }
    return found;
  }
}
