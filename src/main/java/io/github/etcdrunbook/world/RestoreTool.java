package io.github.etcdrunbook.world;

import java.util.List;
import java.util.Objects;

/**
 * The program on a host that restores a snapshot.
 *
 * @param command how it is called up to and including {@code snapshot restore}'s program, as an
 *     argument list: {@code [/usr/bin/etcdutl]}, or {@code [/usr/bin/etcdctl]} for 3.4
 * @param origin where it was found, in words: on the PATH, in the running etcd's own root
 * @param version its version, such as 3.5.30
 * @param bumps whether it knows {@code --bump-revision} and {@code --mark-compacted}
 */
public record RestoreTool(List<String> command, String origin, String version, boolean bumps) {
  /** Rejects null and copies the command. */
  public RestoreTool {
    command = List.copyOf(command);
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(version, "version");
  }
}
