package io.github.etcdrunbook.lab.node;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A static pod as the kubelet takes it from a file. The uid depends on host, file and content, as
 * the kubelet's does: the same text in another file is another pod.
 */
record PodManifest(String uid, String name, String namespace, Spec spec) {
  /** What is to run. */
  record Spec(List<Container> containers, Map<String, HostPath> volumes, int graceSeconds) {}

  /** One container. */
  record Container(String name, String image, List<String> argv, Surroundings around) {}

  /** What a container is given and how it is asked for its health. */
  record Surroundings(
      Map<String, String> environment,
      List<Mount> mounts,
      Optional<HealthProbe> liveness,
      Optional<HealthProbe> readiness,
      Optional<String> runAsUser) {}

  /** A volume of the pod at a path of the container. */
  record Mount(String volume, String path) {}

  /** A directory or file of the host. */
  record HostPath(String path, String type) {}

  /** Reads a manifest; throws {@link IllegalArgumentException} for what is no pod. */
  static PodManifest read(String host, String file, String text) {
    Tree tree = ManifestYaml.read(text);
    if (!tree.text("kind").orElse("").equals("Pod")) {
      throw new IllegalArgumentException("not a Pod");
    }
    Tree meta = tree.at("metadata").orElseThrow(() -> missing("metadata"));
    Tree spec = tree.at("spec").orElseThrow(() -> missing("spec"));
    String name = meta.text("name").orElseThrow(() -> missing("metadata.name"));
    return new PodManifest(
        uid("host:" + host + "\nfile:" + file + "\n" + tree),
        name + "-" + host,
        meta.text("namespace").orElse("default"),
        spec(spec));
  }

  private static Spec spec(Tree spec) {
    Map<String, HostPath> volumes = new LinkedHashMap<>();
    for (Tree volume : spec.items("volumes")) {
      volume
          .at("hostPath")
          .ifPresent(
              hostPath ->
                  volumes.put(
                      volume.text("name").orElseThrow(() -> missing("a volume's name")),
                      new HostPath(
                          hostPath.text("path").orElseThrow(() -> missing("hostPath.path")),
                          hostPath.text("type").orElse(""))));
    }
    List<Container> containers = new ArrayList<>();
    for (Tree container : spec.items("containers")) {
      containers.add(container(spec, container));
    }
    if (containers.isEmpty()) {
      throw missing("spec.containers");
    }
    return new Spec(containers, volumes, spec.number("terminationGracePeriodSeconds", 30));
  }

  private static Container container(Tree spec, Tree tree) {
    List<String> argv = new ArrayList<>(tree.texts("command"));
    argv.addAll(tree.texts("args"));
    Map<String, String> environment = new LinkedHashMap<>();
    for (Tree variable : tree.items("env")) {
      variable.text("name").ifPresent(n -> environment.put(n, variable.text("value").orElse("")));
    }
    List<Mount> mounts = new ArrayList<>();
    for (Tree mount : tree.items("volumeMounts")) {
      mounts.add(
          new Mount(
              mount.text("name").orElseThrow(() -> missing("a volumeMount's name")),
              mount.text("mountPath").orElseThrow(() -> missing("mountPath"))));
    }
    Optional<String> user =
        tree.at("securityContext")
            .or(() -> spec.at("securityContext"))
            .flatMap(context -> context.text("runAsUser"));
    return new Container(
        tree.text("name").orElseThrow(() -> missing("a container's name")),
        tree.text("image").orElse(""),
        List.copyOf(argv),
        new Surroundings(
            environment,
            mounts,
            HealthProbe.from(tree.at("livenessProbe")),
            HealthProbe.from(tree.at("readinessProbe")),
            user));
  }

  private static String uid(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  private static IllegalArgumentException missing(String what) {
    return new IllegalArgumentException(what + " is missing");
  }
}
