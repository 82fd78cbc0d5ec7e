package io.github.etcdrunbook.snapshot;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * One thing that is wrong with a snapshot file, and where. Immutable.
 *
 * @param offset the place in the file, in bytes from its start
 * @param page the page of the database that the place belongs to, where there is one
 */
public record Offence(long offset, OptionalLong page, String what) {
  /** Rejects null. */
  public Offence {
    Objects.requireNonNull(page, "page");
    Objects.requireNonNull(what, "what");
  }

  @Override
  public String toString() {
    String place = page.isPresent() ? " (page " + page.getAsLong() + ")" : "";
    return "at byte " + offset + place + ": " + what;
  }
}
