package io.github.etcdrunbook.inventory;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a host is reached by SSH, as far as the inventory says; the rest (jump hosts, host names,
 * keys) comes from {@code ~/.ssh/config}, the agent and known_hosts. Immutable.
 *
 * @param user the user to log in as
 * @param become how commands get root's rights
 * @param port the port, when it is not that of the configuration
 * @param identityFiles private keys to try, before those of the configuration
 * @param knownHosts the file of host keys, instead of {@code ~/.ssh/known_hosts}
 */
public record SshSettings(
    Optional<String> user,
    Optional<Become> become,
    Optional<Integer> port,
    List<String> identityFiles,
    Optional<String> knownHosts) {
  /** How commands get root's rights. */
  public enum Become {
    /** Not at all: the user is root, or needs none. */
    NONE,
    /** By {@code sudo} without a password. */
    SUDO
  }

  /** Rejects missing parts and copies the list. */
  public SshSettings {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(become, "become");
    Objects.requireNonNull(port, "port");
    identityFiles = List.copyOf(identityFiles);
    Objects.requireNonNull(knownHosts, "knownHosts");
  }

  /** Nothing said. */
  public static SshSettings none() {
    return new SshSettings(
        Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());
  }

  /** These settings, and for what they leave open the others. */
  public SshSettings orElse(SshSettings others) {
    return new SshSettings(
        user.or(() -> others.user),
        become.or(() -> others.become),
        port.or(() -> others.port),
        identityFiles.isEmpty() ? others.identityFiles : identityFiles,
        knownHosts.or(() -> others.knownHosts));
  }

  /** Whether commands go through {@code sudo}. */
  public boolean usesSudo() {
    return become.orElse(Become.NONE) == Become.SUDO;
  }
}
