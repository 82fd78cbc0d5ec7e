package io.github.etcdrunbook.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The recorded snapshots of the tests. */
public final class ExampleSnapshot {
  private ExampleSnapshot() {}

  /** The bytes of the snapshot that an etcd of this line saved, 3.4 or 3.5. */
  public static byte[] of(String line) {
    try (InputStream packed =
            ExampleSnapshot.class.getResourceAsStream("/snapshots/etcd-" + line + ".db.gz");
        InputStream content = new GZIPInputStream(packed)) {
      return content.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same as a file. */
  public static Path in(Path directory, String line) {
    try {
      return Files.write(directory.resolve("etcd-" + line + ".db"), of(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
