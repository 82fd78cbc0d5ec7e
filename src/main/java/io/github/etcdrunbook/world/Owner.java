package io.github.etcdrunbook.world;

/**
 * Who owns a file or directory and its permission bits: numeric ids, mode such as 0700. Immutable.
 */
public record Owner(int uid, int gid, int mode) {
  /** Rejects permission bits outside 07777. */
  public Owner {
    if (mode < 0 || mode > 07777) {
      throw new IllegalArgumentException("mode: " + Integer.toOctalString(mode));
    }
  }

  /** Readable by root alone. */
  public static Owner rootOnly(int mode) {
    return new Owner(0, 0, mode);
  }

  @Override
  public String toString() {
    return uid + ":" + gid + " 0" + Integer.toOctalString(mode);
  }
}
