package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.Optional;

/**
 * The names of encrypted files beside a snapshot: {@code prod-RUN.db} has {@code
 * prod-RUN-cp1.tar.age}. Pure.
 */
public final class SealedName {
  private static final String SNAPSHOT = ".db";

  private SealedName() {}

  /** The file for what is read from the host. */
  public static String of(String snapshot, HostName host, Recipient recipient) {
    return stem(snapshot).orElse(snapshot) + "-" + host + ".tar." + recipient.tool();
  }

  /** Whether a path has the name of a file that belongs to the snapshot of that path. */
  public static boolean belongs(String file, String snapshot) {
    Optional<String> stem = stem(snapshot);
    return stem.isPresent()
        && file.startsWith(stem.get() + "-")
        && file.indexOf('/', stem.get().length()) < 0
        && (file.endsWith(".tar.age") || file.endsWith(".tar.gpg"));
  }

  private static Optional<String> stem(String snapshot) {
    return snapshot.endsWith(SNAPSHOT)
        ? Optional.of(snapshot.substring(0, snapshot.length() - SNAPSHOT.length()))
        : Optional.empty();
  }
}
