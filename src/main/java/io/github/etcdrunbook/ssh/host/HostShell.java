package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.LostSight;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * One host's shell as the readers need it: commands that change nothing, and doors to its ports.
 */
interface HostShell {
  /** The host. */
  HostName name();

  /**
   * Runs a command and hears all that it prints.
   *
   * @throws LostSight when the host does not answer within the limit
   */
  Heard run(List<String> command, Duration limit);

  /**
   * Where on this machine a connection to an address and port comes out as one that the host itself
   * makes.
   *
   * @throws LostSight when the host does not answer or forbids it
   */
  InetSocketAddress door(String address, int port);
}
