package io.github.etcdrunbook.cli.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.Recipient;
import io.github.etcdrunbook.world.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted files are found again by their description, and foreign ones are not. */
class SealedDescriptionTest {
  private static final Sha256 DIGEST = new Sha256("a".repeat(64));

  @TempDir private Path folder;

  private Path described(String name, String snapshot) throws IOException {
    Path file = folder.resolve(name);
    Effect.SealFiles seal =
        new Effect.SealFiles(
            new HostName("cp1"),
            List.of("/etc/kubernetes/pki"),
            file.toString(),
            new Recipient(Recipient.Tool.AGE, "age1key"));
    Files.writeString(
        folder.resolve(name + ".json"),
        SealedDescription.of(seal, snapshot, DIGEST, List.of("etc/kubernetes/pki/ca.key")));
    return file;
  }

  @Test
  void findsTheFilesOfASnapshotAndLeavesAllOthers() throws IOException {
    Path snapshot = folder.resolve("prod-1.db");
    Path file = Files.writeString(described("prod-1-cp1.tar.age", "prod-1.db"), "x");
    described("prod-1-cp2.tar.age", "prod-1.db");
    Files.createSymbolicLink(described("prod-1-cp3.tar.age", "prod-1.db"), file);
    Files.writeString(described("prod-1-cp4.tar.age", "other.db"), "x");
    Files.writeString(folder.resolve("prod-1-cp5.tar.age"), "not described");
    Files.writeString(folder.resolve("prod-1-cp6.tar.age.json"), "no JSON");
    Files.writeString(described("prod-12-cp1.tar.age", "prod-12.db"), "x");

    assertEquals(
        List.of(
            "prod-1-cp1.tar.age",
            "prod-1-cp1.tar.age.json",
            "prod-1-cp2.tar.age.json",
            "prod-1-cp3.tar.age.json"),
        SealedDescription.with(snapshot).stream()
            .map(found -> found.getFileName().toString())
            .sorted()
            .toList());
    assertEquals(DIGEST.hexadecimal(), SealedDescription.digest(file).orElseThrow());
  }
}
