package io.github.etcdrunbook.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Collects offences: counts all, keeps the first. Not safe for several threads. */
final class Offences {
  private static final int KEPT_MAX = 100;

  private final List<Offence> kept = new ArrayList<>();
  private long total;
  private int pageBytes;

  /** From now on places are told with their page. */
  void pagesOf(int bytes) {
    pageBytes = bytes;
  }

  void add(long offset, String what) {
    total++;
    if (kept.size() < KEPT_MAX) {
      kept.add(new Offence(offset, page(offset), what));
    }
  }

  private OptionalLong page(long offset) {
    return pageBytes == 0 ? OptionalLong.empty() : OptionalLong.of(offset / pageBytes);
  }

  List<Offence> kept() {
    return List.copyOf(kept);
  }

  long total() {
    return total;
  }
}
