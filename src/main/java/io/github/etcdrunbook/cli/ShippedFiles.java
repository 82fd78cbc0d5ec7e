package io.github.etcdrunbook.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** Finds the files that come with the program: in the archive's folder, or in the checkout's. */
final class ShippedFiles {
  private ShippedFiles() {}

  /** The folder of the shipped playbooks. */
  static Optional<Path> playbooks() {
    CodeSource code = ShippedFiles.class.getProtectionDomain().getCodeSource();
    try {
      Path folder = Path.of(code.getLocation().toURI()).getParent();
      for (int up = 0; up < 4 && folder != null; up++, folder = folder.getParent()) {
        Path playbooks = folder.resolve("playbooks");
        if (Files.isDirectory(playbooks)) {
          return Optional.of(playbooks);
        }
      }
      return Optional.empty();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
