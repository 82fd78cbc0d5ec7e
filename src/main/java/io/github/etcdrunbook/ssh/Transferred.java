package io.github.etcdrunbook.ssh;

import java.util.HexFormat;

/** What a transfer moved. Immutable. */
public record Transferred(long bytes, String sha256) {
  static Transferred of(long bytes, byte[] digest) {
    return new Transferred(bytes, HexFormat.of().formatHex(digest));
  }

  /** Is told how far a transfer is. Called often, by the thread that moves the bytes. */
  public interface Progress {
    /** A progress that nobody looks at. */
    Progress NONE = (done, total) -> {};

    /** So many bytes of so many. */
    void moved(long done, long total);
  }
}
