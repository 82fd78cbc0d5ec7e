package io.github.etcdrunbook.inventory;

import java.util.Objects;
import java.util.Optional;

/**
 * How etcd runs on the hosts and how it is reached. What the inventory leaves open is read on the
 * host, from the manifest or the unit. Immutable.
 *
 * @param profile how etcd is run
 * @param access how clients of ours reach it
 * @param places what the host cannot tell by itself
 */
public record EtcdSettings(Profile profile, Access access, Places places) {
  /** How etcd is run. */
  public enum Profile {
    /** As a static pod, as kubeadm sets it up. */
    KUBEADM,
    /** As a systemd unit of an etcd user. */
    SYSTEMD
  }

  /** How clients of ours reach etcd. */
  public sealed interface Access {
    /** Through SSH to the host's own port, with the certificates of the host. */
    record ThroughSsh() implements Access {}

    /** Directly, with certificates of this machine. */
    record Direct(String cacert, String cert, String key) implements Access {
      /** Rejects missing parts. */
      public Direct {
        Objects.requireNonNull(cacert, "cacert");
        Objects.requireNonNull(cert, "cert");
        Objects.requireNonNull(key, "key");
      }
    }
  }

  /**
   * What the host cannot tell by itself. Ports, data directory and flags are read from the manifest
   * or the unit and are never said twice.
   *
   * @param manifest the file name of etcd's manifest, on hosts with more than one etcd
   * @param unit the systemd unit of etcd
   * @param clientPort the port for clients, for access from this machine
   * @param certificates the certificate files on the host
   */
  public record Places(
      Optional<String> manifest,
      Optional<String> unit,
      Optional<Integer> clientPort,
      Optional<Certificates> certificates) {
    /** Rejects missing parts. */
    public Places {
      Objects.requireNonNull(manifest, "manifest");
      Objects.requireNonNull(unit, "unit");
      Objects.requireNonNull(clientPort, "clientPort");
      Objects.requireNonNull(certificates, "certificates");
    }

    /** As the profile and the host have them. */
    public static Places ofProfile() {
      return new Places(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  /** Certificate files of a client, on the host. */
  public record Certificates(String cacert, String cert, String key) {
    /** Rejects missing parts. */
    public Certificates {
      Objects.requireNonNull(cacert, "cacert");
      Objects.requireNonNull(cert, "cert");
      Objects.requireNonNull(key, "key");
    }
  }

  /** Rejects missing parts. */
  public EtcdSettings {
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(access, "access");
    Objects.requireNonNull(places, "places");
  }

  /** A profile with nothing else said. */
  public static EtcdSettings of(Profile profile) {
    return new EtcdSettings(profile, new Access.ThroughSsh(), Places.ofProfile());
  }
}
