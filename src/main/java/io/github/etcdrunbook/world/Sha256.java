package io.github.etcdrunbook.world;

import java.util.regex.Pattern;

/** A SHA-256 digest as 64 lower-case hexadecimal digits. Immutable. */
public record Sha256(String hexadecimal) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  /** Rejects any other form. */
  public Sha256 {
    if (!FORM.matcher(hexadecimal).matches()) {
      throw new IllegalArgumentException("not a SHA-256 digest: `" + hexadecimal + "`");
    }
  }

  @Override
  public String toString() {
    return hexadecimal;
  }
}
