package io.github.etcdrunbook.world;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How etcd is set up on a host, read from its manifest, or from the unit and its environment; never
 * from names. Identity facts: they do not change by themselves.
 *
 * @param member the name of the member ({@code --name})
 * @param directories where it keeps data
 * @param peerUrls {@code --initial-advertise-peer-urls}
 * @param clientUrls {@code --advertise-client-urls}
 * @param localClientUrl how a client on the host itself reaches it
 * @param metricsUrl {@code --listen-metrics-urls}, if set
 * @param settings what else the procedures ask for
 */
public record EtcdLayout(
    String member,
    Directories directories,
    List<String> peerUrls,
    List<String> clientUrls,
    String localClientUrl,
    Optional<String> metricsUrl,
    Settings settings) {
  /** Rejects null and copies the lists. */
  public EtcdLayout {
    Objects.requireNonNull(member, "member");
    Objects.requireNonNull(directories, "directories");
    peerUrls = List.copyOf(peerUrls);
    clientUrls = List.copyOf(clientUrls);
    Objects.requireNonNull(localClientUrl, "localClientUrl");
    Objects.requireNonNull(metricsUrl, "metricsUrl");
    Objects.requireNonNull(settings, "settings");
  }

  /** The same with what the data directory has now; empty where there is none. */
  public EtcdLayout owned(Optional<Owner> owner) {
    return new EtcdLayout(
        member,
        new Directories(
            directories.data(),
            directories.wal(),
            owner.orElse(directories.fresh()),
            directories.fresh()),
        peerUrls,
        clientUrls,
        localClientUrl,
        metricsUrl,
        settings);
  }

  /**
   * Where etcd keeps data.
   *
   * @param data {@code --data-dir}
   * @param wal {@code --wal-dir}, if it is set apart
   * @param owner owner and mode that the data directory has; where there is none, {@code fresh}
   * @param fresh owner and mode that a new data directory must get: it does not depend on the one
   *     that is there
   */
  public record Directories(String data, Optional<String> wal, Owner owner, Owner fresh) {
    /** Rejects null. */
    public Directories {
      Objects.requireNonNull(data, "data");
      Objects.requireNonNull(wal, "wal");
      Objects.requireNonNull(owner, "owner");
      Objects.requireNonNull(fresh, "fresh");
    }
  }

  /**
   * Other settings.
   *
   * @param profile kubeadm or systemd
   * @param version the version that the manifest's image or the installed binary has, such as
   *     3.5.16; empty when it cannot be told
   * @param quotaBytes {@code --quota-backend-bytes}; 2 GiB when it is not set
   * @param initialCorruptCheck whether members compare hashes when they start
   */
  public record Settings(
      Profile profile, Optional<String> version, long quotaBytes, boolean initialCorruptCheck) {
    /** Rejects null. */
    public Settings {
      Objects.requireNonNull(profile, "profile");
      Objects.requireNonNull(version, "version");
    }
  }

  /** How etcd runs on a host. */
  public enum Profile {
    /** As a static pod of the kubelet, set up by kubeadm. */
    KUBEADM,
    /** As a unit of systemd. */
    SYSTEMD
  }
}
