package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.world.Incarnation;
import io.github.etcdrunbook.yaml.Mapping;
import io.github.etcdrunbook.yaml.Node;
import io.github.etcdrunbook.yaml.Scalar;
import io.github.etcdrunbook.yaml.Sequence;
import io.github.etcdrunbook.yaml.YamlReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The containers that crictl or ctr list as running. Pure. */
final class RunningContainers {
  private static final long NANOSECONDS = 1_000_000;

  private RunningContainers() {}

  /**
   * The lives of the containers whose pod has the name given.
   *
   * @param pod the name of the pod in its manifest; the kubelet adds the host's name
   */
  static List<Incarnation> of(List<Section> sections, String pod) {
    long booted = seconds(sections, "now") - seconds(sections, "uptime");
    List<Incarnation> running = new ArrayList<>();
    Section.named(sections, "containers")
        .ifPresent(section -> fromCrictl(section, pod, booted).forEach(running::add));
    running.addAll(fromCtr(sections));
    return List.copyOf(running);
  }

  /** The first number of a section, in seconds there, in milliseconds here. */
  private static long seconds(List<Section> sections, String title) {
    return Section.word(sections, title)
        .map(line -> line.split(" ")[0].replaceFirst("\\.%?N$", ""))
        .filter(text -> text.matches("[0-9]{1,12}(\\.[0-9]{1,9})?"))
        .map(text -> new BigDecimal(text).movePointRight(3).longValue())
        .orElse(0L);
  }

  private static List<Incarnation> fromCrictl(Section section, String pod, long booted) {
    List<Incarnation> found = new ArrayList<>();
    Optional<Node> root = YamlReader.read(new SourceFile("crictl ps", section.text())).value();
    if (root.isPresent()
        && root.get() instanceof Mapping answer
        && answer.get("containers").orElse(null) instanceof Sequence list) {
      for (Node item : list.items()) {
        if (item instanceof Mapping container && belongsTo(container, pod)) {
          incarnation(container, booted).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private static boolean belongsTo(Mapping container, String pod) {
    String name = label(container, "io.kubernetes.pod.name").orElse(pod);
    return name.equals(pod) || name.startsWith(pod + "-");
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
