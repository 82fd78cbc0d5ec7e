package io.github.etcdrunbook.ssh.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which paths are packed, and how the packing script says that it went wrong. */
class ControlPlaneFilesTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private static Heard packed(int most, Path... paths) {
    List<String> words =
        Stream.concat(
                Stream.of(String.valueOf(most)),
                Stream.of(paths).map(path -> path.toString().substring(1)))
            .toList();
    return new LocalShell().run(Script.named("archive").with(words), LIMIT);
  }

  @Test
  void namesNoFileBesideTheFolderThatHoldsIt() {
    assertEquals(
        List.of("/etc/kubernetes/pki", "/etc/kubernetes/pki-old/a", "/etc/ssl/etcd/ca.pem"),
        ControlPlaneFiles.outermost(
            List.of(
                "/etc/ssl/etcd/ca.pem",
                "/etc/kubernetes/pki/etcd/ca.crt",
                "/etc/kubernetes/pki-old/a",
                "/etc/kubernetes/pki",
                "/etc/kubernetes/pki")));
  }

  @Test
  void packsWhatLinksLeadTo() throws IOException {
    Path key = Files.writeString(folder.resolve("key"), "the key");
    Path pki = Files.createDirectory(folder.resolve("pki"));
    Files.createSymbolicLink(pki.resolve("link"), key);

    Heard heard = packed(1 << 20, pki);

    assertTrue(heard.out().contains("the key"), heard.err());
    assertTrue(heard.err().strip().endsWith("status 0"), heard.err());
  }

  @Test
  void saysThatSomethingIsMissingAndStopsAtTheLimit() throws IOException {
    Heard missing = packed(1 << 20, folder.resolve("none"));
    assertTrue(missing.err().strip().endsWith("status 2"), missing.err());

    Path large = Files.write(folder.resolve("large"), new byte[4 << 20]);
    Heard cut = packed(1 << 20, large);
    assertEquals(1 << 20, cut.out().length(), "bytes are as many as characters here");
  }
}
