package io.github.etcdrunbook.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Keys of the lab and the configuration with which a plain ssh reaches its hosts. */
final class SshAccess {
  private SshAccess() {}

  /** An ed25519 key pair without a passphrase. */
  static void newKey(Path file, String comment) throws IOException {
    Tool.must("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", file.toString());
  }

  static Path publicKey(Path key) {
    return key.resolveSibling(key.getFileName() + ".pub");
  }

  /** For use by hand inside the operator's namespace: {@code ssh -F FILE cp1}. */
  static void writeConfig(LabFolder folder, List<LabHost> hosts) throws IOException {
    StringBuilder text = new StringBuilder();
    for (LabHost host : hosts) {
      text.append("Host %s\n  HostName %s\n".formatted(host.name(), host.address()));
    }
    text.append(
        """
        Host *
          User root
          IdentityFile "%s"
          IdentitiesOnly yes
          IdentityAgent none
          UserKnownHostsFile "%s"
          GlobalKnownHostsFile /dev/null
          StrictHostKeyChecking yes
          LogLevel ERROR
          ConnectTimeout 10
        """
            .formatted(folder.identity(), folder.knownHosts()));
    Files.writeString(folder.sshConfig(), text.toString());
  }
}
