package io.github.etcdrunbook.ssh;

import static io.github.etcdrunbook.ssh.Answers.failure;
import static io.github.etcdrunbook.ssh.Answers.got;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.ssh.SshTarget.Become;
import io.github.etcdrunbook.ssh.SshTarget.Login;
import io.github.etcdrunbook.ssh.SshTarget.Offer;
import io.github.etcdrunbook.ssh.SshTarget.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, and whom we believe: host keys, logins, sudo, jumps and forwards. */
@Tag("lab")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostKeyLabTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private TestSshd sshd;

  @BeforeEach
  void start() throws Exception {
    sshd = TestSshd.start(folder.resolve("sshd"));
  }

  @AfterEach
  void stop() {
    sshd.close();
  }

  private static Answer<SshTarget> connect(SshTarget target) {
    try (SshConnection connection = new SshConnection(target, LIMIT)) {
      return connection.connect(LIMIT);
    }
  }

  @Test
  void refusesAnUnknownKeyAndTellsHowToAcceptIt() throws Exception {
    Files.delete(sshd.knownHosts());
    SshFailure.HostKeyUnknown unknown =
        failure(SshFailure.HostKeyUnknown.class, connect(sshd.target()));
    String listed =
        TestSshd.run("ssh-keygen", "-lf", sshd.folder().resolve("host_key.pub").toString());
    assertTrue(listed.contains(unknown.fingerprint().split(" ")[1]), unknown.fingerprint());
    TestSshd.run("sh", "-c", unknown.accept());
    got(connect(sshd.target()));
  }

  @Test
  void refusesAChangedKey() throws Exception {
    sshd.writeKnownHosts(Path.of(TestSshd.makeKey(folder.resolve("other")) + ".pub"));
    failure(SshFailure.HostKeyChanged.class, connect(sshd.target()));
  }

  @Test
  void refusesARevokedKey() throws Exception {
    String line = Files.readString(sshd.knownHosts());
    Files.writeString(
        sshd.knownHosts(), line + "@revoked * " + line.substring(line.indexOf(' ') + 1));
    failure(SshFailure.HostKeyRevoked.class, connect(sshd.target()));
  }

  @Test
  void knowsHashedAndWildcardEntriesAndAliases() throws Exception {
    String line = Files.readString(sshd.knownHosts());
    TestSshd.run("ssh-keygen", "-H", "-f", sshd.knownHosts().toString());
    got(connect(sshd.target()));
    String key = line.substring(line.indexOf(' ') + 1);
    Files.writeString(sshd.knownHosts(), "[127.0.0.*]:" + sshd.port() + " " + key);
    got(connect(sshd.target()));
    Files.writeString(sshd.knownHosts(), "the-alias " + key);
    Server server =
        new Server("127.0.0.1", sshd.port(), Optional.of("the-alias"), List.of(sshd.knownHosts()));
    got(connect(new SshTarget("cp1", server, sshd.loginOf("root"), Become.NONE, Optional.empty())));
  }

  @Test
  void saysWhatWasTriedWhenNoKeyIsLetIn() throws Exception {
    Path other = TestSshd.makeKey(folder.resolve("other"));
    Login login = new Login("root", List.of(other), List.of(), Optional.empty(), Offer.ALL_KEYS);
    SshTarget target =
        new SshTarget("cp1", sshd.target().server(), login, Become.NONE, Optional.empty());
    assertEquals(other.toString(), failure(SshFailure.AuthRejected.class, connect(target)).tried());
  }

  @Test
  void logsInWithACertificate() throws Exception {
    Path authority = TestSshd.makeKey(folder.resolve("ca"));
    Path key = TestSshd.makeKey(folder.resolve("user"));
    TestSshd.run(
        "ssh-keygen", "-q", "-s", authority.toString(), "-I", "me", "-n", "root", key + ".pub");
    Files.writeString(
        sshd.folder().resolve("authorized_keys"),
        "cert-authority " + Files.readString(Path.of(authority + ".pub")));
    Login login = new Login("root", List.of(key), List.of(), Optional.empty(), Offer.ALL_KEYS);
    got(
        connect(
            new SshTarget("cp1", sshd.target().server(), login, Become.NONE, Optional.empty())));
  }

  @Test
  void logsInWithAnAgent() throws Exception {
    Path socket = folder.resolve("agent");
    Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).start();
    try {
      while (!Files.exists(socket)) {
        agent.waitFor(10, TimeUnit.MILLISECONDS);
      }
      TestSshd.run(
          "env",
          "SSH_AUTH_SOCK=" + socket,
          "ssh-add",
          "-q",
          sshd.folder().resolve("id").toString());
      Login login = new Login("root", List.of(), List.of(), Optional.of(socket), Offer.ALL_KEYS);
      got(
          connect(
              new SshTarget("cp1", sshd.target().server(), login, Become.NONE, Optional.empty())));
    } finally {
      agent.destroyForcibly();
    }
  }

  @Test
  void saysThatSudoIsMissing() {
    SshFailure.SudoRefused refused =
        failure(SshFailure.SudoRefused.class, connect(sshd.target("ops", Become.SUDO)));
    assertTrue(refused.detail().contains("sudo"), refused.detail());
  }

  @Test
  void goesThroughAJumpHost() throws Exception {
    try (TestSshd inner = TestSshd.start(folder.resolve("inner"))) {
      SshTarget target =
          new SshTarget(
              "cp1",
              inner.target().server(),
              inner.loginOf("root"),
              Become.NONE,
              Optional.of(sshd.target()));
      try (SshConnection connection = new SshConnection(target, LIMIT)) {
        String client =
            got(connection.run(List.of("sh", "-c", "echo $SSH_CONNECTION"), LIMIT)).stdout().text();
        assertTrue(client.endsWith(" " + inner.port() + "\n"), client);
      }
    }
  }

  @Test
  void ignoresWhatStartFilesPrint() throws Exception {
    Files.writeString(
        sshd.folder().resolve("environment"), "echo noise; echo more noise >&2; sleep 0.2\n");
    try (TestSshd noisy =
            TestSshd.start(
                folder.resolve("noisy"), "SetEnv ENV=" + sshd.folder().resolve("environment"));
        SshConnection connection = new SshConnection(noisy.target(), LIMIT)) {
      assertEquals("x\n", got(connection.run(List.of("echo", "x"), LIMIT)).stdout().text());
    }
  }
}
