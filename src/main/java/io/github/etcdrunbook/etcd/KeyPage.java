package io.github.etcdrunbook.etcd;

import java.util.List;

/**
 * The answer to one range read. Immutable.
 *
 * @param revision the member's revision when it answered
 * @param count how many keys the whole range holds
 * @param more whether the range goes on after these keys
 */
public record KeyPage(long revision, long count, boolean more, List<StoredKey> keys) {
  /** Copies the list. */
  public KeyPage {
    keys = List.copyOf(keys);
  }
}
