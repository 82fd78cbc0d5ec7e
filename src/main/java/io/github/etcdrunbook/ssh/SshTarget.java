package io.github.etcdrunbook.ssh;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that is needed to reach one host, with all defaults and configuration files already
 * applied. Immutable.
 *
 * @param name the host's name as the inventory has it, for messages
 * @param jump the host through which the connection goes
 */
public record SshTarget(
    String name, Server server, Login login, Become become, Optional<SshTarget> jump) {
  /** Rejects missing parts. */
  public SshTarget {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(login, "login");
    Objects.requireNonNull(become, "become");
    Objects.requireNonNull(jump, "jump");
  }

  /** Whose rights commands have on the host. */
  public enum Become {
    /** Those of the user that logs in. */
    NONE,
    /** Those of root, through {@code sudo -n}. */
    SUDO
  }

  /**
   * Where sshd listens and what vouches for its key. Immutable.
   *
   * @param keyAlias the name to look for in the known hosts files instead of the address
   * @param knownHosts the files to look in; the first is the one that new keys belong in
   */
  public record Server(String address, int port, Optional<String> keyAlias, List<Path> knownHosts) {
    /** Rejects ports that do not exist and an empty list of files. */
    public Server {
      Objects.requireNonNull(address, "address");
      Objects.requireNonNull(keyAlias, "keyAlias");
      knownHosts = List.copyOf(knownHosts);
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException("no such port: " + port);
      }
      if (knownHosts.isEmpty()) {
        throw new IllegalArgumentException("host keys are always checked: name a known hosts file");
      }
    }

    /** The name under which the known hosts files have this server's key. */
    public String keyName() {
      return keyAlias.orElse(port == 22 ? address : "[" + address + "]:" + port);
    }
  }

  /**
   * Who logs in, and with what. Immutable.
   *
   * @param keys private key files, in the order in which they are offered
   * @param certificates user certificates beside those that lie next to their key
   * @param agent the socket of an ssh-agent
   */
  public record Login(
      String user, List<Path> keys, List<Path> certificates, Optional<Path> agent, Offer offer) {
    /** Rejects missing parts. */
    public Login {
      Objects.requireNonNull(user, "user");
      keys = List.copyOf(keys);
      certificates = List.copyOf(certificates);
      Objects.requireNonNull(agent, "agent");
      Objects.requireNonNull(offer, "offer");
    }
  }

  /** Which keys of an agent are offered. */
  public enum Offer {
    /** All of them, after the files. */
    ALL_KEYS,
    /** Only those whose public half lies beside a named key file ({@code IdentitiesOnly}). */
    NAMED_KEYS
  }
}
