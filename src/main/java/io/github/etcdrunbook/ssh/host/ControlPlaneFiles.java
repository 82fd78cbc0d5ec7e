package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.LostSight;
import io.github.etcdrunbook.world.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where a host keeps what its part of the control plane is made of: what kubeadm lays in its
 * folders, and what the settings of etcd and of the API server name elsewhere. Looks at each call.
 */
final class ControlPlaneFiles {
  private static final List<Unit> PODS =
      List.of(Unit.ETCD, Unit.KUBE_APISERVER, Unit.KUBE_CONTROLLER_MANAGER, Unit.KUBE_SCHEDULER);
  private static final List<String> ETCD_FLAGS =
      List.of(
          "cert-file",
          "key-file",
          "trusted-ca-file",
          "peer-cert-file",
          "peer-key-file",
          "peer-trusted-ca-file");

  private final HostName host;
  private final HostFacts facts;

  ControlPlaneFiles(HostName host, HostFacts facts) {
    this.host = host;
    this.facts = facts;
  }

  /** Those that are there, sorted, none inside of another. */
  List<String> find() {
    boolean api = facts.manifest(Unit.KUBE_APISERVER).isPresent();
    if (facts.setup().isEmpty() && !api) {
      return List.of();
    }
    List<String> asked = new ArrayList<>();
    asked.add(facts.isPod() ? "" : facts.service(Unit.ETCD));
    asked.addAll(List.of("/etc/kubernetes/manifests", "/etc/kubernetes/pki"));
    PODS.stream().flatMap(this::ofPod).forEach(asked::add);
    facts.setup().stream().flatMap(ControlPlaneFiles::ofEtcd).forEach(asked::add);
    List<Section> answer = Section.all(facts.hear("controlplane", asked));
    if (Section.named(answer, "missing").isPresent()) {
      throw new LostSight(
          host,
          new Failure.Unsuitable(
              "it has no `tar`, which packs its files", "install tar there, or save no files"));
    }
    return outermost(
        answer.stream()
            .filter(section -> section.title().equals("there"))
            .map(section -> section.text().strip())
            .filter(path -> path.startsWith("/"))
            .toList());
  }

  private static Stream<String> ofEtcd(EtcdSetup setup) {
    return Stream.concat(
        setup.flags().configurationFile().stream(),
        ETCD_FLAGS.stream().flatMap(flag -> setup.file(flag).stream()));
  }

  /** Its manifest, wherever it lies now, and the files of the host that its flags name. */
  private Stream<String> ofPod(Unit unit) {
    return facts.manifest(unit).stream()
        .flatMap(
            placed ->
                Stream.concat(
                    Stream.of(placed.at()),
                    placed.pod().containers().stream().flatMap(ControlPlaneFiles::named)));
  }

  private static Stream<String> named(PodManifest.Container container) {
    return container.command().stream()
        .filter(word -> word.matches("--[a-z-]*(file|config)=/.*"))
        .map(word -> word.substring(word.indexOf('=') + 1))
        .flatMap(path -> container.onHost(path).stream());
  }

  static List<String> outermost(List<String> paths) {
    TreeSet<String> sorted = new TreeSet<>(paths);
    return sorted.stream()
        .filter(path -> sorted.stream().noneMatch(other -> path.startsWith(other + "/")))
        .toList();
  }
}
