package io.github.etcdrunbook.ssh.host;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A static pod of a host as its containers name it: the kubelet adds the name of the node to the
 * name in the manifest. Immutable.
 *
 * @param namespace the namespace of its manifest
 * @param name the name in its manifest
 * @param others the names in the other manifests of the host
 */
record StaticPod(String namespace, String name, List<String> others) {
  /** Rejects null and copies the list. */
  StaticPod {
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(name, "name");
    others = List.copyOf(others);
  }

  /** Whether a container with these labels is of this pod; labels that are missing do not tell. */
  boolean has(Optional<String> namespaceOfContainer, Optional<String> podOfContainer) {
    String pod = podOfContainer.orElse(name);
    return namespaceOfContainer.orElse(namespace).equals(namespace)
        && isOf(pod, name)
        && others.stream().noneMatch(other -> other.length() > name.length() && isOf(pod, other));
  }

  private static boolean isOf(String pod, String manifest) {
    return pod.equals(manifest) || pod.startsWith(manifest + "-");
  }
}
