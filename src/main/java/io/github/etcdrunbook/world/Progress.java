package io.github.etcdrunbook.world;

/** Is told how far a long transfer is. Called from any thread; must return at once. */
@FunctionalInterface
public interface Progress {
  /** So many bytes of so many are done; {@code total} is 0 when it is not known. */
  void at(long done, long total);

  /** Tells nobody. */
  static Progress none() {
    return (done, total) -> {};
  }
}
