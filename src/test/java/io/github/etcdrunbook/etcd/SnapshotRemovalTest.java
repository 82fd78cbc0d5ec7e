package io.github.etcdrunbook.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.world.DescribedSnapshot;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Performed;
import io.github.etcdrunbook.world.Settled;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.SnapshotFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deleted is a snapshot that was described, and only while a newer one verifies. */
class SnapshotRemovalTest {
  private static final Sha256 DIGEST = new Sha256("a".repeat(64));

  @TempDir private Path folder;
  private final SnapshotRemoval removal = new SnapshotRemoval(new Sound());
  private Path old;
  private Path newer;

  /** A file with the text "sound" is a snapshot with the digest; no link is described. */
  private static final class Sound implements EtcdAdapter.Contents {
    @Override
    public Optional<String> uid(byte[] stored) {
      return Optional.empty();
    }

    @Override
    public Sight<SnapshotFacts> snapshot(Path path) {
      try {
        if (Files.isRegularFile(path) && Files.readString(path).equals("sound")) {
          return new Sight.Seen<>(
              new SnapshotFacts(
                  path.toString(),
                  DIGEST,
                  5,
                  1,
                  1,
                  new SnapshotFacts.Contents("", "", List.of(), List.of(), 0, 0, false)));
        }
      } catch (IOException unreadable) {
        throw new AssertionError(unreadable);
      }
      return new Sight.Unseen<>(new Failure.Unsuitable(path + " is damaged", "none"));
    }

    @Override
    public Sight<EtcdAdapter.Comparing> comparing(Path path) {
      throw new UnsupportedOperationException("nothing is compared here");
    }

    @Override
    public String description(Path file, SnapshotFacts facts) {
      throw new UnsupportedOperationException("nothing is saved here");
    }

    @Override
    public List<Path> savedWith(Path snapshot) throws IOException {
      try (Stream<Path> files = Files.list(snapshot.getParent())) {
        String name = snapshot.getFileName() + "+";
        return files.filter(file -> file.getFileName().toString().startsWith(name)).toList();
      }
    }

    @Override
    public Optional<DescribedSnapshot> described(Path file) {
      Path beside = file.resolveSibling(file.getFileName() + ".json");
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
              && Files.isRegularFile(beside, LinkOption.NOFOLLOW_LINKS)
          ? Optional.of(new DescribedSnapshot(file.toString(), DIGEST, ""))
          : Optional.empty();
    }
  }

  @BeforeEach
  void twoSnapshots() throws IOException {
    old = saved("old.db");
    newer = saved("newer.db");
  }

  private Path saved(String name) throws IOException {
    Files.writeString(folder.resolve(name + ".json"), "{\"sha256\": \"" + DIGEST + "\"}");
    return Files.writeString(folder.resolve(name), "sound");
  }

  private Effect.RemoveSnapshot effect() {
    return new Effect.RemoveSnapshot(old.toString(), DIGEST, newer.toString());
  }

  private void assertRefusedAndAllThere() throws IOException {
    List<String> before = names();
    assertInstanceOf(Performed.NotDone.class, removal.perform(effect()));
    assertEquals(before, names());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void takesAlongWhatWasSavedWithItAlsoWhenADeathCameBetween() throws IOException {
    Path with = Files.writeString(folder.resolve("old.db+keys"), "sealed");
    Path foreign = Files.writeString(folder.resolve("newer.db+keys"), "sealed");
    Files.delete(old);

    assertInstanceOf(Settled.NotDone.class, removal.settle(effect()));
    assertInstanceOf(Performed.Done.class, removal.perform(effect()));
    assertTrue(Files.notExists(with) && Files.exists(foreign), "what was saved with it");
    assertInstanceOf(Settled.Done.class, removal.settle(effect()));
  }

  @Test
  void deletesTheSnapshotAndItsDescriptionAndNothingElse() throws IOException {
    saved("old.db.safe.db");
    assertInstanceOf(Performed.Done.class, removal.perform(effect()));
    assertEquals(
        List.of("newer.db", "newer.db.json", "old.db.safe.db", "old.db.safe.db.json"), names());
    assertInstanceOf(Settled.Done.class, removal.settle(effect()));
  }

  @Test
  void finishesWhatWasDoneByHalf() throws IOException {
    assertInstanceOf(Settled.NotDone.class, removal.settle(effect()));
    Files.delete(old);
    assertInstanceOf(Settled.NotDone.class, removal.settle(effect()));
    assertInstanceOf(Performed.Done.class, removal.perform(effect()));
    assertInstanceOf(Performed.Done.class, removal.perform(effect()));
    assertEquals(List.of("newer.db", "newer.db.json"), names());
  }

  @Test
  void deletesNothingWhileTheNewerOneIsDamagedOrGone() throws IOException {
    Files.writeString(newer, "other");
    assertRefusedAndAllThere();
    Files.delete(newer);
    assertRefusedAndAllThere();
  }

  @Test
  void neverDeletesTheNewerOneItself() throws IOException {
    newer = folder.resolve("x").resolve("..").resolve("old.db");
    Files.createDirectory(folder.resolve("x"));
    assertRefusedAndAllThere();
  }

  @Test
  void leavesWhatIsNotTheFileThatWasPlanned() throws IOException {
    Files.writeString(old, "other");
    assertRefusedAndAllThere();
    Files.delete(folder.resolve("old.db.json"));
    assertRefusedAndAllThere();
  }

  @Test
  void leavesLinksAndWhatTheyNameAlone() throws IOException {
    Path elsewhere = saved("elsewhere.db");
    Files.delete(old);
    Files.createSymbolicLink(old, elsewhere);
    assertRefusedAndAllThere();
    Files.delete(old);
    Files.delete(folder.resolve("old.db.json"));
    Files.createSymbolicLink(folder.resolve("old.db.json"), folder.resolve("elsewhere.db.json"));
    assertInstanceOf(Performed.Done.class, removal.perform(effect()));
    assertTrue(names().contains("old.db.json"), () -> "a link is no description");
    assertTrue(Files.exists(folder.resolve("elsewhere.db.json")));
  }
}
