package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.yaml.Mapping;
import io.github.etcdrunbook.yaml.Node;
import io.github.etcdrunbook.yaml.Scalar;
import io.github.etcdrunbook.yaml.Sequence;
import io.github.etcdrunbook.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a static pod's manifest says that matters here: its containers with command, image,
 * environment and mounts. Everything else in it is ignored. Pure; immutable.
 */
record PodManifest(String namespace, String name, List<Container> containers) {
  /** Rejects null and copies the list. */
  PodManifest {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(name, "name");
    containers = List.copyOf(containers);
  }

  /**
   * A container of the pod.
   *
   * @param command command and arguments together
   * @param environment variables with literal values
   */
  record Container(
      String name,
      String image,
      List<String> command,
      Map<String, String> environment,
      List<Mount> mounts) {
    /** Rejects null and copies. */
    Container {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(image, "image");
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
      mounts = List.copyOf(mounts);
    }

    /** Whether the program that the container runs has this name, whatever its folder. */
    boolean runs(String program) {
      return !command.isEmpty() && baseName(command.getFirst()).equals(program);
    }

    /**
     * Where a path of the container lies on the host: the deepest mount that holds it decides;
     * empty for what lies in the image.
     */
    Optional<String> onHost(String path) {
      return mounts.stream()
          .filter(mount -> mount.holds(path))
          .max((one, other) -> Integer.compare(one.inside().length(), other.inside().length()))
          .map(mount -> mount.outside() + path.substring(mount.inside().length()));
    }

    /** The version in the image's tag, such as 3.5.16 of {@code etcd:3.5.16-0}. */
    Optional<String> imageVersion() {
      return Versions.inImage(image);
    }
  }

  /** A path of the host, seen inside the container. Without slashes at the end. */
  record Mount(String outside, String inside) {
    boolean holds(String path) {
      return path.equals(inside) || path.startsWith(inside + "/");
    }
  }

  /** Reads a manifest, YAML or JSON; empty when it is not a pod that can be read. */
  static Optional<PodManifest> read(String path, String text) {
    return YamlReader.read(new SourceFile(path, text))
        .value()
        .filter(Mapping.class::isInstance)
        .map(Mapping.class::cast)
        .filter(root -> text(root, "kind").filter("Pod"::equals).isPresent())
        .flatMap(PodManifest::pod);
  }

  private static Optional<PodManifest> pod(Mapping root) {
    Optional<Mapping> spec = mapping(root, "spec");
    if (spec.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> volumes = new HashMap<>();
    for (Mapping volume : mappings(spec.get(), "volumes")) {
      mapping(volume, "hostPath")
          .flatMap(source -> text(source, "path"))
          .ifPresent(path -> volumes.put(text(volume, "name").orElse(""), path));
    }
    Optional<Mapping> data = mapping(root, "metadata");
    String name = data.flatMap(found -> text(found, "name")).orElse("");
    String namespace = data.flatMap(found -> text(found, "namespace")).orElse("default");
    List<Container> containers =
        mappings(spec.get(), "containers").stream().map(node -> container(node, volumes)).toList();
    return Optional.of(new PodManifest(namespace, name, containers));
  }

  private static Container container(Mapping node, Map<String, String> volumes) {
    List<String> command = new ArrayList<>(texts(node, "command"));
    command.addAll(texts(node, "args"));
    Map<String, String> environment = new LinkedHashMap<>();
    for (Mapping variable : mappings(node, "env")) {
      text(variable, "value")
          .ifPresent(value -> environment.put(text(variable, "name").orElse(""), value));
    }
    List<Mount> mounts = new ArrayList<>();
    for (Mapping mount : mappings(node, "volumeMounts")) {
      Optional<String> outside = Optional.ofNullable(volumes.get(text(mount, "name").orElse("")));
      Optional<String> inside = text(mount, "mountPath");
      if (outside.isPresent() && inside.isPresent()) {
        String below = text(mount, "subPath").map(path -> "/" + path).orElse("");
        mounts.add(new Mount(withoutSlash(outside.get()) + below, withoutSlash(inside.get())));
      }
    }
    return new Container(
        text(node, "name").orElse(""),
        text(node, "image").orElse(""),
        command,
        environment,
        mounts);
  }

  private static String withoutSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static Optional<Mapping> mapping(Mapping parent, String key) {
    return parent.get(key).filter(Mapping.class::isInstance).map(Mapping.class::cast);
  }

  private static List<Mapping> mappings(Mapping parent, String key) {
    return items(parent, key).stream()
        .filter(Mapping.class::isInstance)
        .map(Mapping.class::cast)
        .toList();
  }

  private static List<String> texts(Mapping parent, String key) {
    return items(parent, key).stream()
        .filter(Scalar.class::isInstance)
        .map(item -> ((Scalar) item).text())
        .toList();
  }

  private static List<Node> items(Mapping parent, String key) {
    return parent
        .get(key)
        .filter(Sequence.class::isInstance)
        .map(node -> ((Sequence) node).items())
        .orElse(List.of());
  }

  private static Optional<String> text(Mapping parent, String key) {
    return parent
        .get(key)
        .filter(Scalar.class::isInstance)
        .map(Scalar.class::cast)
        .filter(scalar -> !scalar.isNull())
        .map(Scalar::text);
  }
}
