package io.github.etcdrunbook.snapshot;

import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Knows packed files by how they begin: a backup is often kept so. Pure. */
final class Packing {
  private static final Map<String, String> BEGINNINGS =
      Map.of(
          "1f8b",
          "gzip",
          "28b52ffd",
          "zstd",
          "fd377a585a00",
          "xz",
          "425a68",
          "bzip2",
          "504b0304",
          "zip");
  private static final int BYTES = 6;

  private Packing() {}

  /** The program that packed the file, if it was. */
  static Optional<String> of(FileBytes file) {
    if (file.size() < BYTES) {
      return Optional.empty();
    }
    String begins = HexFormat.of().formatHex(file.copy(0, BYTES));
    return BEGINNINGS.entrySet().stream()
        .filter(known -> begins.startsWith(known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
