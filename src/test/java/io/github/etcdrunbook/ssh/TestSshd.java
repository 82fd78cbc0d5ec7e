package io.github.etcdrunbook.ssh;

import io.github.etcdrunbook.ssh.SshTarget.Become;
import io.github.etcdrunbook.ssh.SshTarget.Login;
import io.github.etcdrunbook.ssh.SshTarget.Offer;
import io.github.etcdrunbook.ssh.SshTarget.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real sshd on a port of 127.0.0.1, with keys of its own in a temporary folder and the account it
 * needs in a private view of /etc/passwd. Needs root. Closing it ends all of its processes.
 */
final class TestSshd implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final Process process;

  private TestSshd(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  static Path binary() {
    Path file = Path.of(System.getProperty("sshd.bin", "build/tools/openssh/usr/sbin/sshd"));
    if (!Files.isExecutable(file)) {
      throw new IllegalStateException(
          "no sshd at "
              + file.toAbsolutePath()
              + "; ./test fetches one, -Dsshd.bin=FILE names one");
    }
    return file.toAbsolutePath();
  }

  /** Starts sshd in this folder, with more lines for its configuration. */
  static TestSshd start(Path folder, String... configuration) throws Exception {
    Files.createDirectories(folder);
    makeKey(folder.resolve("host_key"));
    makeKey(folder.resolve("id"));
    Files.copy(folder.resolve("id.pub"), folder.resolve("authorized_keys"));
    Path home = Files.createDirectories(folder.resolve("home"));
    int port = freePort();
    List<String> lines =
        new ArrayList<>(
            List.of(
                "Port " + port,
                "ListenAddress 127.0.0.1",
                "HostKey " + folder.resolve("host_key"),
                "AuthorizedKeysFile " + folder.resolve("authorized_keys") + " /run/keys",
                "PidFile none",
                "UsePAM no",
                "UseDNS no",
                "StrictModes no",
                "PermitRootLogin yes"));
    lines.addAll(List.of(configuration));
    Files.write(folder.resolve("sshd_config"), lines);
    writePasswd(folder, home);
    TestSshd sshd = new TestSshd(folder, port, launch(folder));
    sshd.awaitBanner();
    sshd.writeKnownHosts(folder.resolve("host_key.pub"));
    return sshd;
  }

  /** The machine's accounts with an empty home of root, the one of sshd, and one without rights. */
  private static void writePasswd(Path folder, Path home) throws IOException {
    List<String> accounts = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("/etc/passwd"))) {
      if (line.startsWith("root:")) {
        accounts.add("root:x:0:0:root:" + home + ":/bin/sh");
      } else if (!line.startsWith("sshd:") && !line.startsWith("ops:")) {
        accounts.add(line);
      }
    }
    accounts.add("sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin");
    accounts.add("ops:x:65532:65534::/tmp:/bin/sh");
    Files.write(folder.resolve("passwd"), accounts);
    List<String> secrets =
        Files.readAllLines(Path.of("/etc/shadow")).stream()
            .filter(line -> !line.startsWith("root:") && !line.startsWith("ops:"))
            .collect(Collectors.toCollection(ArrayList::new));
    secrets.add("root:*:19000:0:99999:7:::");
    secrets.add("ops:*:19000:0:99999:7:::");
    Files.write(folder.resolve("shadow"), secrets);
  }

  private static Process launch(Path folder) throws IOException {
    Path sshd = binary();
    Path root = sshd.getParent().getParent().getParent();
    String libraries =
        Stream.of(root.resolve("usr/lib"), root.resolve("lib"))
            .filter(Files::isDirectory)
            .flatMap(TestSshd::children)
            .filter(path -> path.getFileName().toString().endsWith("-linux-gnu"))
            .map(Path::toString)
            .collect(Collectors.joining(":"));
    String script =
        """
        mount -t tmpfs tmpfs /run && mkdir /run/sshd $1/small &&
        mount -t tmpfs -o size=1m tmpfs $1/small && cp $1/authorized_keys /run/keys &&
        mount --bind $1/passwd /etc/passwd && mount --bind $1/shadow /etc/shadow &&
        LD_LIBRARY_PATH=$2 exec $3 -D -f $1/sshd_config -E $1/log
        """;
    return new ProcessBuilder(
            "unshare",
            "-m",
            "--propagation",
            "private",
            "sh",
            "-c",
            script,
            "sshd",
            folder.toString(),
            libraries,
            sshd.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("console").toFile())
        .start();
  }

  private static Stream<Path> children(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList().stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void awaitBanner() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (System.nanoTime() < end && process.isAlive()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.getInputStream().read() == 'S') {
          return;
        }
      } catch (IOException notYet) {
        process.waitFor(20, TimeUnit.MILLISECONDS);
      }
    }
    throw new IllegalStateException(
        "sshd does not answer: "
            + Files.readString(folder.resolve("console"))
            + (Files.exists(folder.resolve("log")) ? Files.readString(folder.resolve("log")) : ""));
  }

  /** Vouches for this key as the one of the server. */
  void writeKnownHosts(Path publicKey) throws IOException {
    String[] words = Files.readString(publicKey).split(" ");
    Files.writeString(knownHosts(), "[127.0.0.1]:" + port + " " + words[0] + " " + words[1] + "\n");
  }

  Path knownHosts() {
    return folder.resolve("known_hosts");
  }

  int port() {
    return port;
  }

  Path folder() {
    return folder;
  }

  Login loginOf(String user) {
    return new Login(
        user, List.of(folder.resolve("id")), List.of(), Optional.empty(), Offer.ALL_KEYS);
  }

  SshTarget target() {
    return target("root", Become.NONE);
  }

  SshTarget target(String user, Become become) {
    return new SshTarget(
        "cp1",
        new Server("127.0.0.1", port, Optional.empty(), List.of(knownHosts())),
        loginOf(user),
        become,
        Optional.empty());
  }

  /** The processes that serve sessions, newest last: children of sshd with all descendants. */
  List<ProcessHandle> sessions() {
    return process.toHandle().descendants().toList();
  }

  /** Ends the sessions that are open now, as a network would: without a word. */
  void killSessions() {
    process.toHandle().children().forEach(ProcessHandle::destroyForcibly);
    process
        .toHandle()
        .descendants()
        .filter(each -> each.info().command().orElse("").endsWith("/sshd"))
        .forEach(ProcessHandle::destroyForcibly);
  }

  /** Stops the processes of the open sessions: to the other side a network that swallows all. */
  void stopSessions() {
    process
        .toHandle()
        .descendants()
        .filter(each -> each.info().command().orElse("").endsWith("/sshd"))
        .forEach(each -> signal("STOP", each));
  }

  private static void signal(String name, ProcessHandle process) {
    try {
      run("kill", "-" + name, Long.toString(process.pid()));
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static Path makeKey(Path file, String... more) throws Exception {
    if (Files.exists(file)) {
      return file;
    }
    List<String> command =
        new ArrayList<>(
            List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString()));
    command.addAll(List.of(more));
    run(command.toArray(String[]::new));
    return file;
  }

  static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + said);
    }
    return said;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>(sessions());
    process.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
  }
}
