package io.github.etcdrunbook.local;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Lists what a tar archive holds. Empty for bytes that are no archive, or not a whole one: it ends
 * with two blocks of zeros. Understands ustar, and GNU's and pax's long names. Pure.
 */
public final class TarNames {
  private static final int BLOCK = 512;

  private final byte[] archive;
  private final List<String> names = new ArrayList<>();
  private Optional<String> longName = Optional.empty();

  private TarNames(byte[] archive) {
    this.archive = archive;
  }

  /** The names of its files and folders in their order. */
  public static Optional<List<String>> of(byte[] archive) {
    TarNames reading = new TarNames(archive);
    return reading.whole() ? Optional.of(List.copyOf(reading.names)) : Optional.empty();
  }

  private boolean whole() {
    int at = 0;
    while (at + 2 * BLOCK <= archive.length) {
      if (zero(at)) {
        return zero(at + BLOCK);
      }
      Optional<Long> size = size(at);
      if (size.isEmpty() || size.get() > archive.length - at - BLOCK) {
        return false;
      }
      entry(at, size.get().intValue());
      at += BLOCK + (int) ((size.get() + BLOCK - 1) / BLOCK * BLOCK);
    }
    return false;
  }

  private void entry(int at, int size) {
    char type = (char) archive[at + 156];
    if (type == 'L') {
      longName = Optional.of(text(at + BLOCK, size));
    } else if (type == 'x') {
      longName = path(new String(archive, at + BLOCK, size, StandardCharsets.UTF_8));
    } else if (type != 'g' && type != 'K') {
      names.add(longName.orElseGet(() -> name(at)));
      longName = Optional.empty();
    }
  }

  private String name(int at) {
    boolean ustar = text(at + 257, 5).equals("ustar") && archive[at + 262] == 0;
    String prefix = ustar ? text(at + 345, 155) : "";
    String name = text(at, 100);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /** Of pax's records {@code LENGTH path=VALUE} the one that names the file. */
  private static Optional<String> path(String records) {
    return records
        .lines()
        .filter(line -> line.contains(" path="))
        .map(line -> line.substring(line.indexOf(" path=") + " path=".length()))
        .findFirst();
  }

  private Optional<Long> size(int at) {
    String octal = text(at + 124, 12).strip();
    return octal.matches("[0-7]{1,12}") ? Optional.of(Long.parseLong(octal, 8)) : Optional.empty();
  }

  private String text(int from, int most) {
    int to = from;
    while (to < from + most && to < archive.length && archive[to] != 0) {
      to++;
    }
    return new String(archive, from, to - from, StandardCharsets.UTF_8);
  }

  private boolean zero(int at) {
    return Arrays.equals(archive, at, at + BLOCK, new byte[BLOCK], 0, BLOCK);
  }
}
