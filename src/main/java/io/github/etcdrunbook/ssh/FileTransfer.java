package io.github.etcdrunbook.ssh;

import io.github.etcdrunbook.ssh.SshConnection.Leftover;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.time.Duration;

/**
 * Moves files to a host and from it, with the rights that commands have there. A file appears under
 * its name only when it is complete, on disk, owned as asked and equal by SHA-256 on both sides;
 * what is unfinished is readable by its owner alone and is removed after a failure. For any number
 * of threads.
 */
public final class FileTransfer {
  /** Contents up to this size travel inside a command: one round trip, no channel of their own. */
  static final int INLINE_BYTES_MAX = 32_768;

  /** Reading less than this again costs no more than keeping a note of its digest. */
  private static final long NOTED_BYTES_MIN = 1 << 20;

  private static final int CORRUPT = 91;
  private static final int IS_DIRECTORY = 92;
  private static final Duration CLEAN_UP_LIMIT = Duration.ofSeconds(5);

  private final SshConnection connection;

  /** Transfers over this connection. */
  public FileTransfer(SshConnection connection) {
    this.connection = connection;
  }

  /** Puts these bytes into a file on the host, in place of one that may be there. */
  public Answer<Transferred> upload(byte[] content, RemoteFile file, Duration limit) {
    return FailedCall.answer(
        () -> {
          Deadline deadline = Deadline.after(limit);
          if (content.length > INLINE_BYTES_MAX) {
            return uploaded(
                new ByteArrayInputStream(content),
                content.length,
                file,
                Transferred.Progress.NONE,
                deadline);
          }
          Transferred sent = Transferred.of(content.length, Digests.sha256().digest(content));
          String write =
              "rm -f -- \"$rb_part\" && ( umask 077; printf "
                  + ShellQuoting.printfFormat(content)
                  + " | cat >\"$rb_part\" )";
          publish(write, sent, file, deadline);
          return sent;
        });
  }

  /** Puts a file of this machine onto the host, in place of one that may be there. */
  public Answer<Transferred> upload(
      Path local, RemoteFile file, Transferred.Progress progress, Duration limit) {
    return FailedCall.answer(
        () -> {
          try (InputStream content = Files.newInputStream(local)) {
            return uploaded(content, Files.size(local), file, progress, Deadline.after(limit));
          } catch (IOException unreadable) {
            throw failed(local.toString(), unreadable.toString());
          }
        });
  }

  private Transferred uploaded(
      InputStream content,
      long size,
      RemoteFile file,
      Transferred.Progress progress,
      Deadline deadline)
      throws FailedCall {
    DigestInputStream digested = new DigestInputStream(content, Digests.sha256());
    String part = ShellQuoting.quote(file.partPath());
    try {
      InputChannel.Outcome outcome =
          connection.withChannel(
              deadline,
              session ->
                  new InputChannel(session, connection.target(), deadline)
                      .feed(
                          "umask 077; rm -f -- " + part + "; exec cat >" + part,
                          digested,
                          count -> progress.moved(count, size)));
      if (outcome.status() != 0) {
        throw refused(file, outcome.status(), outcome.errorText());
      }
    } catch (IOException unreadable) {
      removePart(file);
      throw failed(file.path(), "it cannot be read here: " + unreadable.getMessage());
    } catch (FailedCall broken) {
      removePart(file);
      throw broken;
    }
    Transferred sent = Transferred.of(size, digested.getMessageDigest().digest());
    publish(":", sent, file, deadline);
    return sent;
  }

  /** The last steps, in this order: written, mode and owner, equal, on disk, under its name. */
  private void publish(String write, Transferred sent, RemoteFile file, Deadline deadline)
      throws FailedCall {
    String owner = file.owner().map(name -> "chown -- " + name + " \"$rb_part\"").orElse(":");
    String script =
        """
        ( rb_part=%s rb_path=%s
        undo() { rm -f -- "$rb_part"; exit "$1"; }
        [ ! -d "$rb_path" ] || exit %d
        %s || undo 1
        %s && chmod -- %s "$rb_part" || undo 1
        set -- $(openssl dgst -sha256 -r <"$rb_part" 2>/dev/null)
        digest=${1-}; [ "${#digest}" = 64 ] || set -- $(sha256sum <"$rb_part")
        [ "$1" = %s ] || undo %d
        sync -- "$rb_part" 2>/dev/null || sync
        mv -f -- "$rb_part" "$rb_path" || undo 1
        %s ) </dev/null\
        """
            .formatted(
                ShellQuoting.quote(file.partPath()),
                ShellQuoting.quote(file.path()),
                IS_DIRECTORY,
                write,
                owner,
                file.mode(),
                sent.sha256(),
                CORRUPT,
                note(sent));
    CommandResult result = RemoteCall.of(script).on(connection, deadline);
    if (!result.succeeded()) {
      throw refused(file, result.status(), result.stderr().lastLines(3));
    }
  }

  /** Notes the digest with what changes when the file does; the note goes with the boot. */
  private static String note(Transferred sent) {
    if (sent.bytes() < NOTED_BYTES_MIN) {
      return ":";
    }
    return """
    rb_seen=$(stat -c '%%d:%%i %%s %%y %%z' "$rb_path" 2>/dev/null) \
    && mkdir -p -m 0700 %1$s %1$s/digests 2>/dev/null \
    && (umask 077; printf '%%s\\n%%s\\n' "$rb_seen" %2$s >"%1$s/digests/${rb_seen%%%% *}") 2>/dev/null || :\
    """
        .formatted(WrapperPlace.STANDARD.folder(), sent.sha256());
  }

  private FailedCall refused(RemoteFile file, int status, String errorText) {
    if (errorText.contains("No space left") || errorText.contains("quota exceeded")) {
      removePart(file);
      return new FailedCall(new SshFailure.DiskFull(connection.target().name(), file.path()));
    }
    return switch (status) {
      case CORRUPT -> failed(file.path(), "what arrived is not what was sent (SHA-256 differs)");
      case IS_DIRECTORY -> failed(file.path(), "a directory has that name");
      default -> failed(file.path(), errorText.isEmpty() ? "status " + status : errorText);
    };
  }

  /** At best: after a lost connection the unfinished file stays, with a name that tells its run. */
  private void removePart(RemoteFile file) {
    try {
      RemoteCall.of("rm -f -- " + ShellQuoting.quote(file.partPath()))
          .on(connection, Deadline.after(CLEAN_UP_LIMIT));
    } catch (FailedCall unreachable) {
      // The failure that led here is the one to tell.
    }
  }

  private FailedCall failed(String path, String detail) {
    return new FailedCall(new SshFailure.TransferFailed(connection.target().name(), path, detail));
  }

  /**
   * Gets a file of the host into a new or replaced file here, readable by this user alone.
   *
   * @param progress is told by the thread that serves the whole connection: it must be quick
   */
  public Answer<Transferred> download(
      String path, Path local, Transferred.Progress progress, Duration limit) {
    return FailedCall.answer(() -> downloaded(path, local, progress, Deadline.after(limit)));
  }

  private Transferred downloaded(
      String path, Path local, Transferred.Progress progress, Deadline deadline) throws FailedCall {
    String quoted = ShellQuoting.quote(path);
    String script =
        "( rb_x=$(wc -c <"
            + quoted
            + ") && printf '\\036%s size %s\\n' \"$rb_token\" $rb_x && cat <"
            + quoted
            + " && printf '\\036%s sha256 %s\\n' \"$rb_token\" \"$(sha256sum <"
            + quoted
            + ")\" ) </dev/null";
    HeadAndTail errors = new HeadAndTail(4096);
    try (IncomingFile incoming = new IncomingFile(local, progress)) {
      int status =
          connection.withShell(
              deadline,
              Leftover.PROCESS_GROUP,
              shell -> shell.run(script, incoming, errors::write, deadline));
      if (status != 0) {
        throw failed(path, errors.captured().lastLines(3));
      }
      return incoming.publish();
    } catch (IOException unwritable) {
      throw failed(path, "to " + local + ": " + unwritable.getMessage());
    }
  }
}
