package io.github.etcdrunbook.ssh;

import static io.github.etcdrunbook.ssh.Answers.failure;
import static io.github.etcdrunbook.ssh.Answers.got;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files and forwarded connections over a real sshd. */
@Tag("lab")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TransferLabTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Two hundred megabytes, on a machine with other work to do. */
  private static final Duration LONG = Duration.ofMinutes(3);

  @TempDir private Path folder;
  private TestSshd sshd;
  private SshConnection connection;
  private FileTransfer transfer;

  @BeforeEach
  void connect() throws Exception {
    sshd = TestSshd.start(folder.resolve("sshd"));
    connection = new SshConnection(sshd.target(), LIMIT);
    transfer = new FileTransfer(connection);
  }

  @AfterEach
  void disconnect() {
    connection.close();
    sshd.close();
  }

  private static RemoteFile file(Path path) {
    return new RemoteFile(path.toString(), "640", Optional.of("root:daemon"), "run-1");
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private List<String> names(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void putsContentsOfEverySizeUnderHostileNames() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("target"));
    for (int size :
        new int[] {0, 1, 5000, FileTransfer.INLINE_BYTES_MAX, FileTransfer.INLINE_BYTES_MAX + 1}) {
      Path target = directory.resolve("-n 'a' $(b)\n\u00e9" + size);
      got(transfer.upload(random(size), file(target), LIMIT));
      assertArrayEquals(random(size), Files.readAllBytes(target));
      assertEquals(
          "rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
      assertEquals("daemon", Files.getAttribute(target, "posix:group").toString());
    }
    assertEquals(5, names(directory).size());
  }

  @Test
  void replacesAFileAtOnce() throws Exception {
    Path target = Files.writeString(folder.resolve("old"), "old");
    got(transfer.upload("new".getBytes(StandardCharsets.UTF_8), file(target), LIMIT));
    assertEquals("new", Files.readString(target));
  }

  @Test
  void doesNotMoveIntoADirectory() throws Exception {
    Path target = Files.createDirectory(folder.resolve("directory"));
    failure(SshFailure.TransferFailed.class, transfer.upload(random(10), file(target), LIMIT));
    assertEquals(List.of(), names(target));
  }

  @Test
  void movesTwoHundredMegabytesBothWays() throws Exception {
    Path source = Files.write(folder.resolve("source"), random(200_000_000));
    Path there = folder.resolve("there");
    Path back = folder.resolve("back");
    AtomicLong moved = new AtomicLong();
    Transferred sent =
        got(transfer.upload(source, file(there), (done, total) -> moved.set(done), LONG));
    assertEquals(200_000_000, moved.get());
    Transferred received =
        got(transfer.download(there.toString(), back, Transferred.Progress.NONE, LONG));
    assertEquals(sent, received);
    assertEquals(-1, Files.mismatch(source, back));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(back)));
  }

  @Test
  void saysThatTheDiskIsFullAndLeavesNothingThere() {
    RemoteFile large =
        new RemoteFile(
            sshd.folder().resolve("small/x").toString(), "600", Optional.empty(), "run-1");
    failure(SshFailure.DiskFull.class, transfer.upload(random(3_000_000), large, LIMIT));
    String small = sshd.folder().resolve("small").toString();
    got(
        connection.run(
            List.of("sh", "-c", "head -c 1040000 /dev/zero > " + small + "/fill"), LIMIT));
    failure(SshFailure.DiskFull.class, transfer.upload(random(30_000), large, LIMIT));
    assertEquals("fill\n", got(connection.run(List.of("ls", small), LIMIT)).stdout().text());
  }

  @Test
  void saysThatAFileIsNotThere() {
    SshFailure.TransferFailed failed =
        failure(
            SshFailure.TransferFailed.class,
            transfer.download("/no/such", folder.resolve("x"), Transferred.Progress.NONE, LIMIT));
    assertTrue(failed.detail().contains("/no/such"), failed.detail());
    assertFalse(Files.exists(folder.resolve("x.part")));
  }

  @Test
  void failsWhenTheConnectionBreaksInAnUpload() throws Exception {
    Path source = Files.write(folder.resolve("source"), random(50_000_000));
    Path there = folder.resolve("there");
    failure(
        SshFailure.ConnectionLost.class,
        transfer.upload(
            source,
            file(there),
            (done, total) -> {
              if (done > 20_000_000 && done < 20_040_000) {
                sshd.killSessions();
              }
            },
            LIMIT));
    assertFalse(Files.exists(there));
    assertFalse(Files.exists(folder.resolve("there.part-run-1")));
  }

  @Test
  void givesUpAnUploadThatThePeerDoesNotTake() throws Exception {
    Path source = Files.write(folder.resolve("source"), random(50_000_000));
    got(connection.connect(LIMIT));
    long begun = System.nanoTime();
    failure(
        SshFailure.TimedOut.class,
        transfer.upload(
            source,
            file(folder.resolve("there")),
            (done, total) -> {
              if (done > 5_000_000 && done < 5_040_000) {
                sshd.stopSessions();
              }
            },
            Duration.ofSeconds(3)));
    assertTrue(System.nanoTime() - begun < Duration.ofSeconds(12).toNanos());
  }

  @Test
  void forwardsConnectionsAlsoAfterALoss() throws Exception {
    try (ServerSocket echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        ForwardedPort forward = got(connection.forward("127.0.0.1", echo.getLocalPort(), LIMIT))) {
      Thread.ofVirtual().start(() -> serve(echo));
      assertEquals('x', through(forward));
      sshd.killSessions();
      assertEquals('x', through(forward));
    }
  }

  private static int through(ForwardedPort forward) throws IOException {
    IOException last = new IOException("not tried");
    for (int attempt = 0; attempt < 20; attempt++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), forward.localPort())) {
        socket.getOutputStream().write('x');
        int back = socket.getInputStream().read();
        if (back >= 0) {
          return back;
        }
      } catch (IOException broken) {
        last = broken;
      }
    }
    throw last;
  }

  private static void serve(ServerSocket echo) {
    while (true) {
      try (Socket socket = echo.accept()) {
        int value = socket.getInputStream().read();
        if (value >= 0) {
          socket.getOutputStream().write(value);
        }
      } catch (IOException closed) {
        return;
      }
    }
  }

  @Test
  void forwardsToAPortWhereNobodyListensYet() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    got(connection.forward("127.0.0.1", free, LIMIT)).close();
  }

  @Test
  void saysThatSshdRefusesToForward() throws Exception {
    try (TestSshd strict = TestSshd.start(folder.resolve("strict"), "AllowTcpForwarding no");
        SshConnection refused = new SshConnection(strict.target(), LIMIT)) {
      SshFailure.ForwardingRefused failure =
          failure(SshFailure.ForwardingRefused.class, refused.forward("127.0.0.1", 2379, LIMIT));
      assertEquals("127.0.0.1:2379", failure.target());
    }
  }
}
