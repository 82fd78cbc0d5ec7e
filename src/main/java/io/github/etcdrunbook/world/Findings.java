package io.github.etcdrunbook.world;

import java.util.List;

/** Collects what is wrong with one effect. */
record Findings(EffectRef ref, List<Finding> list) {
  private static final long MIB = 1L << 20;

  void add(Finding.Kind kind, String text, String hint) {
    list.add(new Finding(ref, kind, text, hint));
  }

  void absent(String text) {
    add(Finding.Kind.ABSENT, text, "look at what an earlier step or run left there");
  }

  void exists(String place) {
    add(
        Finding.Kind.EXISTS,
        place + " exists",
        "look at it, and move it away if an earlier run left it");
  }

  /** Notes when more is needed than is free. */
  void space(String place, long needed, long free) {
    if (needed > free) {
      add(
          Finding.Kind.SPACE,
          place + " needs " + needed / MIB + " MiB, and " + free / MIB + " MiB are free there",
          "free space on that file system first");
    }
  }
}
