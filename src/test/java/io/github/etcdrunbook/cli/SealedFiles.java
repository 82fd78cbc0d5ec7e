package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.etcdrunbook.lab.LabException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Throw-away keys of gpg and age, and files that were encrypted for them, opened again. Closing it
 * ends the agent of the key ring; no other one is touched.
 */
final class SealedFiles implements AutoCloseable {
  private static final Path GPG = Path.of("/usr/bin/gpg");

  private final Path home;
  private final Path age;
  private final List<String> recipients = new ArrayList<>();
  private String secret = "";

  private SealedFiles(Path home) {
    this.home = home;
    this.age = Path.of(System.getProperty("age.bin", "build/tools/age/usr/bin")).toAbsolutePath();
  }

  /** Makes keys for the programs that there are; one at least must be. */
  static SealedFiles make() throws IOException, InterruptedException {
    // The path of a socket of the agent is limited to 108 characters.
    SealedFiles made = new SealedFiles(Files.createTempDirectory("keys"));
    if (Files.isExecutable(GPG)) {
      made.run(
          "gpg", "--batch", "--passphrase", "", "--quick-gen-key", "lab", "default", "default");
      String listed = made.run("gpg", "--batch", "--with-colons", "--list-keys", "lab");
      made.recipients.add(
          "gpg:"
              + listed
                  .lines()
                  .filter(line -> line.startsWith("fpr:"))
                  .map(line -> line.split(":")[9])
                  .findFirst()
                  .orElseThrow());
    }
    if (Files.isExecutable(made.age.resolve("age"))) {
      made.run(made.age.resolve("age-keygen").toString(), "-o", made.identity());
      made.recipients.add(
          "age:" + made.run(made.age.resolve("age-keygen").toString(), "-y", made.identity()));
    }
    assertFalse(made.recipients.isEmpty(), "neither gpg nor age: run src/scripts/fetch-tools");
    return made;
  }

  private String identity() {
    return home.resolve("identity").toString();
  }

  /** For whom is encrypted. */
  List<String> recipients() {
    return recipients;
  }

  /** The command with the programs and the key ring in its environment. */
  List<String> with(List<String> command) {
    List<String> words =
        new ArrayList<>(
            List.of("env", "GNUPGHOME=" + home, "PATH=" + age + ":" + System.getenv("PATH")));
    words.addAll(command);
    return words;
  }

  private String run(String... words) throws IOException, InterruptedException {
    Path out = Files.createTempFile(home, "out", "");
    Path err = Files.createTempFile(home, "err", "");
    Process process =
        new ProcessBuilder(with(List.of(words)))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.getOutputStream().close();
    assertEquals(0, process.waitFor(), () -> String.join(" ", words) + text(err));
    return Files.readString(out).strip();
  }

  private static String text(Path file) {
    try {
      return ": " + Files.readString(file);
    } catch (IOException gone) {
      return "";
    }
  }

  /** Opens the files beside a snapshot, one for each host, and compares; their paths. */
  List<Path> opened(Path snapshot, RestoreLab lab)
      throws IOException, InterruptedException, LabException {
    String stem = snapshot.toString().replaceFirst("\\.db$", "");
    List<Path> files = new ArrayList<>();
    for (String host : lab.hostNames()) {
      Path file = Path.of(stem + "-" + host + ".tar.gpg");
      boolean gpg = Files.exists(file);
      file = gpg ? file : Path.of(stem + "-" + host + ".tar.age");
      files.add(file);
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      Path tree = Files.createTempDirectory(home, host);
      String tar = tree + ".tar";
      if (gpg) {
        run("gpg", "--batch", "-q", "--output", tar, "--decrypt", file.toString());
      } else {
        run(age.resolve("age").toString(), "-d", "-i", identity(), "-o", tar, file.toString());
      }
      run("tar", "-x", "-f", tar, "-C", tree.toString());
      described(file, host, tree);
      secret = Files.readString(tree.resolve("etc/kubernetes/pki/etcd/ca.key"));
      assertEquals(lab.on(host, "cat /etc/kubernetes/pki/etcd/ca.key"), secret.strip());
      assertEquals(
          lab.on(host, "cat /etc/kubernetes/manifests/etcd.yaml"),
          Files.readString(tree.resolve("etc/kubernetes/manifests/etcd.yaml")).strip());
    }
    return files;
  }

  private static void described(Path file, String host, Path tree) throws IOException {
    JsonNode said = new ObjectMapper().readTree(Files.readString(Path.of(file + ".json")));
    assertEquals(host, said.at("/host").asText());
    TreeSet<String> names = new TreeSet<>();
    said.at("/files").forEach(name -> names.add(name.asText().replaceFirst("/$", "")));
    try (Stream<Path> found = Files.walk(tree)) {
      for (Path each : found.filter(Files::isRegularFile).toList()) {
        assertTrue(names.contains(tree.relativize(each).toString()), () -> each + ": " + names);
      }
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      assertEquals(HexFormat.of().formatHex(digest), said.at("/sha256").asText());
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** No line of the key that was in the files stands in what the run has written or said. */
  void assertNothingSecretIn(Path state, String said) throws IOException {
    List<String> lines = secret.lines().filter(line -> !line.startsWith("-----")).toList();
    assertFalse(lines.isEmpty(), "no key was seen");
    List<String> texts = new ArrayList<>(List.of(said));
    try (Stream<Path> files = Files.walk(state)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.add(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    assertTrue(texts.size() > 2, "the run has written nothing into " + state);
    for (String text : texts) {
      lines.forEach(line -> assertFalse(text.contains(line), "a line of a key is told"));
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (Files.isExecutable(GPG)) {
        run("gpgconf", "--kill", "gpg-agent");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
