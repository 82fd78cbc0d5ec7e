package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Looks at one host. There is no way to write or to run a command through it: facts that come from
 * commands are produced inside the adapters, so that every fact here can be forecast.
 *
 * <p>Every method may throw {@link LostSight} when the host stops answering; the engine catches it
 * in one place. Every call has a deadline.
 */
public interface HostReader {
  /** The host that this reader looks at. */
  HostName name();

  /** An id that is new at every boot of the host. Identity. */
  String bootId();

  /** How etcd is set up here; empty on a host that has no etcd. Identity. */
  Optional<EtcdLayout> etcd();

  /** The file with etcd's settings, in place or parked; empty where there is none. Identity. */
  Optional<EtcdConfiguration> configuration();

  /** Whether the process of etcd that runs here was started to make a new cluster. Liveness. */
  boolean forcesNewCluster();

  /** What a unit does. Identity and liveness. */
  UnitState unit(Unit unit);

  /** What lies at an absolute path; links are not followed. Identity. */
  PathState path(String path);

  /** The names in a directory, sorted; empty when it is absent. Identity. */
  List<String> list(String path);

  /** The digest of a regular file; empty when there is none. Identity. */
  Optional<Sha256> digest(String path);

  /** Free bytes of the file system that holds the path or its nearest parent. Measure. */
  Value<Long> freeBytes(String path);

  /** The file system that holds the path or its nearest parent: equal texts, same file system. */
  String fileSystem(String path);

  /** The program that can restore a snapshot here. Identity. */
  Optional<RestoreTool> restoreTool();

  /** The certificates that etcd and its clients use here. Identity. */
  List<Certificate> certificates();

  /**
   * The files and folders that hold what this host's part of the control plane is made of:
   * manifests, units, certificates and keys, kubeconfigs, encryption configuration; those that are
   * there, sorted. None on a host that has neither etcd nor an API server. Identity.
   */
  List<String> controlPlaneFiles();

  /** The host's own clock. Measure. */
  Value<Instant> clock();

  /** How far the host's clock is ahead of the operator's; negative when behind. Measure. */
  Value<Duration> clockAhead();

  /** Addresses of clients with an established connection to etcd's client port. Liveness. */
  List<String> etcdClients();

  /** Whether a TCP connection from this host to the address opens. Liveness. */
  boolean reaches(String address, int port);

  /**
   * Whether the address answers this host at that port at all, be it with a refusal: then nothing
   * between them drops what is sent. Liveness.
   */
  boolean hears(String address, int port);

  /** Whether the unit answers as ready: etcd's metrics or version port, the API server's readyz. */
  boolean ready(Unit unit);

  /** The nodes that the API server lists as not ready, or a word why it cannot be asked. */
  NodeReport nodes();
}
