package io.github.etcdrunbook.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes the files of a host below a folder that will be part of its root. */
record FileTree(Path root) {
  /** A file with its permissions, such as {@code rw-------}; its folders are made. */
  void write(String path, String permissions, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  void folder(String path, String permissions) throws IOException {
    Path folder = Files.createDirectories(root.resolve(path));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
  }

  void link(String path, String target) throws IOException {
    Path link = root.resolve(path);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of(target));
  }
}
