package io.github.etcdrunbook.local;

import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Recipient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Encrypts with the programs age and gpg of this machine. What is encrypted reaches them through a
 * pipe and is on no disk in clear. gpg starts no daemon; a full fingerprint that a person has named
 * is all the trust that it asks for.
 */
public final class Sealing {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final LocalCommands commands;
  private final List<Path> folders;

  /**
   * Encrypts with the programs of this machine.
   *
   * @param path the folders that hold them, as {@code PATH} lists them
   */
  public Sealing(LocalCommands commands, String path) {
    this.commands = Objects.requireNonNull(commands, "commands");
    this.folders =
        Arrays.stream(path.split(":")).filter(one -> one.startsWith("/")).map(Path::of).toList();
  }

  /** Why nothing can be encrypted for the recipient; empty when it was tried on no bytes. */
  public Optional<Failure> objection(Recipient recipient) {
    return encrypt(new byte[0], OutputStream.nullOutputStream(), recipient);
  }

  /**
   * Encrypts into a new file, readable by the operator alone and on the disk when this ends well;
   * one of that name is replaced, and none is left when it fails.
   */
  public Optional<Failure> seal(byte[] clear, Path file, Recipient recipient) throws IOException {
    Files.deleteIfExists(file);
    Optional<Failure> failure;
    try (FileChannel channel =
            FileChannel.open(
                file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------")));
        OutputStream out = Channels.newOutputStream(channel)) {
      failure = encrypt(clear, out, recipient);
      channel.force(true);
    }
    if (failure.isPresent()) {
      Files.delete(file);
    }
    return failure;
  }

  private Optional<Failure> encrypt(byte[] clear, OutputStream out, Recipient recipient) {
    String program = recipient.tool().toString();
    Optional<Path> file =
        folders.stream()
            .map(folder -> folder.resolve(program))
            .filter(Files::isExecutable)
            .findFirst();
    if (file.isEmpty()) {
      return Optional.of(
          new Failure.Unsuitable(
              "this machine has no program `" + program + "` on its PATH",
              "install " + program + ", or name a recipient of another program"));
    }
    Noting noting = new Noting(out);
    List<String> command = new ArrayList<>(List.of(file.get().toString()));
    command.addAll(arguments(recipient));
    return judged(
        commands.run(command, new ByteArrayInputStream(clear), noting, LIMIT), recipient, noting);
  }

  private static Optional<Failure> judged(
      LocalOutcome outcome, Recipient recipient, Noting noting) {
    String program = recipient.tool().toString();
    return switch (outcome) {
      case LocalOutcome.NotStarted not ->
          Optional.of(
              new Failure.Unsuitable(
                  "`" + program + "` cannot be started: " + not.why(), "install it anew"));
      case LocalOutcome.TimedOut late ->
          Optional.of(
              new Failure.TimedOut("that `" + program + "` encrypts for the key", late.limit()));
      case LocalOutcome.Exited ended when ended.status() != 0 ->
          Optional.of(
              new Failure.Unsuitable(
                  "`%s` cannot encrypt for %s: %s"
                      .formatted(program, recipient, ended.stderr().text().strip()),
                  hint(recipient)));
      case LocalOutcome.Exited ignored -> noting.failure();
    };
  }

  private static List<String> arguments(Recipient recipient) {
    return switch (recipient.tool()) {
      case AGE -> List.of("--encrypt", "--recipient", recipient.key());
      case GPG ->
          List.of(
              "--batch",
              "--no-tty",
              "--quiet",
              "--no-options",
              "--no-autostart",
              "--no-auto-check-trustdb",
              "--no-auto-key-locate",
              "--trust-model",
              "always",
              "--encrypt",
              "--recipient",
              recipient.key());
    };
  }

  private static String hint(Recipient recipient) {
    return switch (recipient.tool()) {
      case AGE -> "look at the public key; `age-keygen -y` prints that of a private one";
      case GPG ->
          "`gpg --list-keys " + recipient.key() + "` shows the key; `gpg --import` takes it in";
    };
  }

  /** Keeps in mind what could not be written: the pump that writes only stops. */
  private static final class Noting extends OutputStream {
    private final OutputStream out;
    private volatile Optional<IOException> broken = Optional.empty();

    Noting(OutputStream out) {
      this.out = out;
    }

    Optional<Failure> failure() {
      return broken.map(
          why ->
              new Failure.Unsuitable(
                  "what was encrypted cannot be written: " + why.getMessage(),
                  "check the folder and its disk"));
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException failed) {
        broken = Optional.of(failed);
        throw failed;
      }
    }
  }
}
