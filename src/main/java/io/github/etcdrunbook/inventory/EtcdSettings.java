package io.github.etcdrunbook.inventory;

import java.util.Objects;
import java.util.Optional;

/**
 * How etcd runs on the hosts and how it is reached. What the inventory leaves open is read on the
 * host, from the manifest or the unit. Immutable.
 *
 * @param profile how etcd is run
 * @param access how clients of ours reach it
 * @param places where things are, when not where the profile has them
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
   * Where things are on a host, when not where the profile has them.
   *
   * @param manifests the folder of static pods
   * @param dataDir the data directory
   * @param unit the systemd unit of etcd
   * @param environmentFile the file with etcd's environment
   * @param clientPort the port for clients
   * @param peerPort the port for other members
   * @param certificates the certificate files on the host
   */
  public record Places(
      Optional<String> manifests,
      Optional<String> dataDir,
      Optional<String> unit,
      Optional<String> environmentFile,
      Optional<Integer> clientPort,
      Optional<Integer> peerPort,
      Optional<Certificates> certificates) {
    /** Rejects missing parts. */
    public Places {
      Objects.requireNonNull(manifests, "manifests");
      Objects.requireNonNull(dataDir, "dataDir");
      Objects.requireNonNull(unit, "unit");
      Objects.requireNonNull(environmentFile, "environmentFile");
      Objects.requireNonNull(clientPort, "clientPort");
      Objects.requireNonNull(peerPort, "peerPort");
      Objects.requireNonNull(certificates, "certificates");
    }

    /** Where the profile has them. */
    public static Places ofProfile() {
      return new Places(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
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
