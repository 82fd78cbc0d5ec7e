package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.world.EtcdConfiguration;
import io.github.etcdrunbook.yaml.Mapping;
import io.github.etcdrunbook.yaml.Node;
import io.github.etcdrunbook.yaml.Scalar;
import io.github.etcdrunbook.yaml.Sequence;
import io.github.etcdrunbook.yaml.YamlReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long etcd may answer nobody until the kubelet kills its container, by the liveness probe of
 * its manifest: period times failure threshold plus timeout. Pure.
 */
final class LivenessBudget {
  private static final long SECONDS_MAX = Duration.ofDays(1).toSeconds();

  private LivenessBudget() {}

  /** Empty where nothing kills it: a unit, or a pod without such a probe. */
  static Optional<Duration> of(EtcdConfiguration configuration) {
    return YamlReader.read(new SourceFile(configuration.file(), configuration.text()))
        .value()
        .flatMap(root -> at(root, "spec"))
        .flatMap(spec -> at(spec, "containers"))
        .filter(Sequence.class::isInstance)
        .map(containers -> ((Sequence) containers).items())
        .orElse(List.of())
        .stream()
        .flatMap(container -> at(container, "livenessProbe").stream())
        .filter(Mapping.class::isInstance)
        .map(LivenessBudget::budget)
        .min(Duration::compareTo);
  }

  /** What is not said is as Kubernetes sets it. */
  private static Duration budget(Node probe) {
    long seconds =
        seconds(probe, "periodSeconds", 10) * seconds(probe, "failureThreshold", 3)
            + seconds(probe, "timeoutSeconds", 1);
    return Duration.ofSeconds(seconds);
  }

  private static long seconds(Node probe, String key, long standard) {
    return at(probe, key)
        .filter(Scalar.class::isInstance)
        .map(value -> ((Scalar) value).text())
        .filter(text -> text.matches("[0-9]{1,9}"))
        .map(Long::parseLong)
        .filter(value -> value > 0)
        .map(value -> Math.min(value, SECONDS_MAX))
        .orElse(standard);
  }

  private static Optional<Node> at(Node node, String key) {
    return node instanceof Mapping mapping ? mapping.get(key) : Optional.empty();
  }
}
