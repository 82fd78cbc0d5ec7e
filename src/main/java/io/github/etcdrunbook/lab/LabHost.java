package io.github.etcdrunbook.lab;

import java.util.Objects;

/**
 * A host of a lab.
 *
 * @param name its host name, such as cp1
 * @param address its address in the lab's network
 * @param bare whether it never had etcd
 */
public record LabHost(String name, String address, boolean bare) {
  /** Rejects null. */
  public LabHost {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(address, "address");
  }
}
