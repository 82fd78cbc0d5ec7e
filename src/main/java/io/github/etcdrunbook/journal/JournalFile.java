package io.github.etcdrunbook.journal;

import java.io.IOException;

/** The few operations a journal needs of its file, so that a test can lose what was not forced. */
public interface JournalFile {
  /** All bytes; none when nothing was written yet. */
  byte[] read() throws IOException;

  /** Adds bytes at the end; they may be lost, in part too, until {@link #force()} returns. */
  void append(byte[] bytes) throws IOException;

  /** Forces all that was appended to stable storage. */
  void force() throws IOException;

  /** Cuts the file to a length. */
  void cutTo(long length) throws IOException;
}
