package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceDecoder;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.source.SourceRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files of the operator's machine as sources; one that cannot be read is a finding about it. */
final class FileReading {
  private FileReading() {}

  /** Reads a file as far as a source may be long. Named pipes and devices are not read. */
  static Checked<SourceFile> read(String name) {
    try {
      Path path = Path.of(name);
      if (Files.isDirectory(path)) {
        return failed(name, "file.not-a-file", "this is a folder, a file is expected");
      }
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        return failed(name, "file.not-a-file", "this is a device or a pipe, a file is expected");
      }
      try (InputStream bytes = Files.newInputStream(path)) {
        return SourceDecoder.decode(name, bytes);
      }
    } catch (NoSuchFileException e) {
      return failed(name, "file.missing", "there is no such file");
    } catch (AccessDeniedException e) {
      return failed(name, "file.unreadable", "you may not read this file");
    } catch (InvalidPathException | IOException e) {
      return failed(name, "file.unreadable", "this file cannot be read: " + e.getMessage());
    }
  }

  private static Checked<SourceFile> failed(String name, String rule, String message) {
    return Checked.failed(Diagnostic.error(rule, SourceRange.startOf(name), message));
  }
}
