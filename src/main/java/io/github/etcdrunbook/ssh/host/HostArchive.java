package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.ssh.Answer;
import io.github.etcdrunbook.ssh.CommandResult;
import io.github.etcdrunbook.ssh.SshConnection;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Sight;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads files of a host as one tar archive into memory, as root, without a copy on any disk. What
 * is larger than {@link #BYTES_MAX} is refused.
 */
final class HostArchive {
  /** Certificates, keys and settings take some hundred kilobytes. */
  static final int BYTES_MAX = 16 << 20;

  private HostArchive() {}

  static Sight<byte[]> read(SshConnection connection, List<String> files, Duration limit) {
    List<String> words = new ArrayList<>(List.of(String.valueOf(BYTES_MAX + 1L)));
    files.forEach(file -> words.add(file.substring(1)));
    Wiping out = new Wiping();
    Answer<CommandResult> answer =
        connection.stream(Script.named("archive").with(words), out, limit);
    try {
      return switch (answer) {
        case Answer.Failed<CommandResult> failed ->
            new Sight.Unseen<>(HostFailures.of(failed.failure()));
        case Answer.Got<CommandResult> got -> archive(got.value(), out);
      };
    } finally {
      out.wipe();
    }
  }

  private static Sight<byte[]> archive(CommandResult result, Wiping out) {
    if (out.size() > BYTES_MAX) {
      return unsuitable(
          "its manifests, keys and settings take more than " + (BYTES_MAX >> 20) + " MiB",
          "look what large file lies in /etc/kubernetes, and move it away");
    }
    String said = result.stderr().text().strip();
    return said.endsWith("status 0")
        ? new Sight.Seen<>(out.toByteArray())
        : unsuitable(
            "its files cannot be packed: " + said,
            "run it again if a file changed meanwhile; take dangling links away");
  }

  private static Sight<byte[]> unsuitable(String what, String hint) {
    return new Sight.Unseen<>(new Failure.Unsuitable(what, hint));
  }

  /** Keys do not stay in memory that nobody uses any more. */
  private static final class Wiping extends ByteArrayOutputStream {
    void wipe() {
      Arrays.fill(buf, (byte) 0);
    }
  }
}
