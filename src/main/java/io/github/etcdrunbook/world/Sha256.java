package io.github.etcdrunbook.world;

/** A SHA-256 digest as 64 lower-case hexadecimal digits. Immutable. */
public record Sha256(String hexadecimal) {
  private static final int DIGITS = 64;

  /** Rejects any other form. */
  public Sha256 {
    if (hexadecimal.length() != DIGITS || !hexadecimal.chars().allMatch(Sha256::isDigit)) {
      throw new IllegalArgumentException("not a SHA-256 digest: `" + hexadecimal + "`");
    }
  }

  private static boolean isDigit(int character) {
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f');
  }

  @Override
  public String toString() {
    return hexadecimal;
  }
}
