package io.github.etcdrunbook.snapshot;

/**
 * A read outside of the file: thrown by {@link FileBytes} alone, turned into an offence at once.
 */
final class BrokenFile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long offset;

  BrokenFile(long offset, String what) {
    super(what);
    this.offset = offset;
  }

  long offset() {
    return offset;
  }
}
