package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.Owner;
import io.github.etcdrunbook.world.Progress;
import io.github.etcdrunbook.world.Sha256;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Commands on one host that are started at most once per key, and files that are put there. */
interface Launches {
  /** What is started: its words, and a sentence that is kept beside the key. */
  record Order(String intent, List<String> command) {
    /** Copies the words. */
    public Order {
      command = List.copyOf(command);
    }
  }

  /** A file that is put on the host. */
  record Parcel(Path source, Sha256 sha256, String target, Owner owner) {}

  /** Starts the command unless its key has been used, and follows it for as long as the limit. */
  Launched start(EffectKey key, Order order, Duration limit);

  /**
   * What became of the command; it is followed for as long as the limit while it runs. Not asked of
   * files that are put: they have no record.
   */
  Launched settle(EffectKey key, Duration limit);

  /** Ends the command with all that it started, and tells what became of it. */
  Launched end(EffectKey key);

  /**
   * Puts a file on the host, whole or not at all; nothing is left of one that did not arrive.
   *
   * @return ended with status 0, or what went wrong
   */
  Launched put(EffectKey key, Parcel parcel, Duration limit, Progress progress);
}
