package io.github.etcdrunbook.run;

import java.util.Objects;

/** An observation as JSON text: kept for people, never decided upon again. Immutable. */
public record Evidence(String json) {
  /** Rejects null. */
  public Evidence {
    Objects.requireNonNull(json, "json");
  }

  /** Nothing was observed. */
  public static Evidence none() {
    return new Evidence("{}");
  }
}
