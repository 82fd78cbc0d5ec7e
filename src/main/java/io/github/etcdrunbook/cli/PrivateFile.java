package io.github.etcdrunbook.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes a file that its owner alone can read. It appears with all its text or not at all; an older
 * one of the same name is replaced.
 */
final class PrivateFile {
  private PrivateFile() {}

  static void write(Path file, String text) throws IOException {
    Path whole = file.toAbsolutePath();
    // Temporary files are made readable by their owner alone.
    Path part = Files.createTempFile(whole.getParent(), whole.getFileName() + ".part-", "");
    try {
      Files.writeString(part, text);
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
