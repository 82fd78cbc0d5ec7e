package io.github.etcdrunbook.ssh;

import java.util.Objects;
import java.util.Optional;

/**
 * A file as it is to appear on a host. Immutable.
 *
 * @param path the full path
 * @param mode permissions in octal, as chmod takes them
 * @param owner {@code user}, {@code user:group} or their numbers; empty leaves it to the user that
 *     writes
 * @param partKey what makes the name of the unfinished file unique: {@code path.part-KEY}
 */
public record RemoteFile(String path, String mode, Optional<String> owner, String partKey) {
  /** Rejects what could be taken for an option or another file. */
  public RemoteFile {
    Objects.requireNonNull(owner, "owner");
    if (!path.startsWith("/") || path.endsWith("/")) {
      throw new IllegalArgumentException("the full path of a file is needed: `" + path + "`");
    }
    if (!mode.matches("[0-7]{3,4}")) {
      throw new IllegalArgumentException("not an octal mode: `" + mode + "`");
    }
    if (owner.isPresent() && !owner.get().matches("[A-Za-z0-9_.][A-Za-z0-9_.:-]*")) {
      throw new IllegalArgumentException("not an owner: `" + owner.get() + "`");
    }
    WrapperKey.requirePart("partKey", partKey);
  }

  /** Where the content lies until it is complete. */
  String partPath() {
    return path + ".part-" + partKey;
  }
}
