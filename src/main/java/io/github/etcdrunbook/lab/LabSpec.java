package io.github.etcdrunbook.lab;

import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What a lab is to be.
 *
 * @param members how many hosts
 * @param profile how etcd runs on them
 * @param disk the disk of each host
 * @param etcd the folder of etcd and etcdctl; those found on the machine when empty
 * @param comfort what real hosts may lack
 */
public record LabSpec(
    Members members, Profile profile, Disk disk, Optional<Path> etcd, Comfort comfort) {
  /** Three hosts as kubeadm sets them up. */
  public static final LabSpec DEFAULT =
      new LabSpec(
          new Members(3, 0),
          Profile.KUBEADM,
          new Disk(4L << 30, false),
          Optional.empty(),
          new Comfort(true, 1));

  /** Rejects null. */
  public LabSpec {
    Objects.requireNonNull(members, "members");
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(disk, "disk");
    Objects.requireNonNull(etcd, "etcd");
    Objects.requireNonNull(comfort, "comfort");
  }

  /**
   * The hosts.
   *
   * @param hosts hosts with a member of the cluster: cp1, cp2, ...
   * @param bare further hosts, with certificates but without manifests: they never had etcd
   */
  public record Members(int hosts, int bare) {
    /** Rejects sizes that the lab's network has no addresses for. */
    public Members {
      if (hosts < 0 || bare < 0 || hosts + bare < 1 || hosts + bare > 20) {
        throw new IllegalArgumentException("1 to 20 hosts, not " + hosts + " and " + bare);
      }
    }
  }

  /**
   * The disk of a host, mounted on {@code /var/lib}.
   *
   * @param bytes its size
   * @param etcdMount whether {@code /var/lib/etcd} is a mount of its own, of the same size
   */
  public record Disk(long bytes, boolean etcdMount) {
    /** Rejects disks on which not even an empty member fits. */
    public Disk {
      if (bytes < 160L << 20) {
        throw new IllegalArgumentException("a disk of at least 160 MiB, not " + bytes + " bytes");
      }
    }
  }

  /**
   * What makes rehearsing easier.
   *
   * @param hostTools whether etcdctl and etcdutl are installed on the hosts, and not only in etcd's
   *     own root
   * @param timeScale the pace of the static-pod runner: 1 is that of a real kubelet
   */
  public record Comfort(boolean hostTools, double timeScale) {}
}
