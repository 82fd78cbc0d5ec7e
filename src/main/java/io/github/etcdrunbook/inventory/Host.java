package io.github.etcdrunbook.inventory;

import io.github.etcdrunbook.source.SourceRange;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A host of the inventory. Immutable.
 *
 * @param name its name here; names on the host itself are read there
 * @param address an IP address or a name, or an alias of {@code ~/.ssh/config}
 * @param groups the groups it is in
 * @param ssh how it is reached, those of the inventory included
 * @param range where it stands
 */
public record Host(
    HostName name, String address, Set<GroupName> groups, SshSettings ssh, SourceRange range) {
  /** Rejects missing parts and copies the set, sorted. */
  public Host {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(address, "address");
    groups = Collections.unmodifiableSet(new TreeSet<>(groups));
    Objects.requireNonNull(ssh, "ssh");
    Objects.requireNonNull(range, "range");
  }

  /** Whether the host is in a group. */
  public boolean isIn(GroupName group) {
    return groups.contains(group);
  }
}
