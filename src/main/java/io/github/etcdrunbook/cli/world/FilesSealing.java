package io.github.etcdrunbook.cli.world;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.local.Sealing;
import io.github.etcdrunbook.local.TarNames;
import io.github.etcdrunbook.ssh.host.RemoteHosts;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.HostWriter;
import io.github.etcdrunbook.world.Performed;
import io.github.etcdrunbook.world.Progress;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Settled;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.Sight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Changes a host, and saves files of it on this machine, encrypted. Steps: refuse a file that is
 * there; read the archive into memory; encrypt it into a name of this run, on the disk; lay its
 * description beside; rename. So a file under its own name is a whole one.
 */
record FilesSealing(HostWriter host, RemoteHosts hosts, Sealing sealing) implements HostWriter {
  @Override
  public HostName name() {
    return host.name();
  }

  @Override
  public void breakOff(EffectKey key) {
    host.breakOff(key);
  }

  @Override
  public Performed perform(Effect.OnHost effect, EffectKey key, Duration limit, Progress progress) {
    if (!(effect instanceof Effect.SealFiles seal)) {
      return host.perform(effect, key, limit, progress);
    }
    if (Files.exists(Path.of(seal.path()), LinkOption.NOFOLLOW_LINKS)) {
      return unsuitable(seal.path() + " exists already", "move that file away");
    }
    return switch (hosts.archive(name(), seal.files(), limit)) {
      case Sight.Unseen<byte[]> unseen -> new Performed.NotDone(unseen.failure());
      case Sight.Seen<byte[]> seen -> {
        try {
          yield sealed(seal, key.run(), seen.value());
        } catch (IOException broken) {
          yield unsuitable(
              seal.path() + " cannot be written: " + broken, "name a folder that can be written");
        } finally {
          Arrays.fill(seen.value(), (byte) 0);
        }
      }
    };
  }

  private Performed sealed(Effect.SealFiles seal, RunId run, byte[] archive) throws IOException {
    Optional<List<String>> names = TarNames.of(archive);
    if (names.isEmpty()) {
      return unsuitable(
          "what " + name() + " sent is no whole tar archive", "look at `tar` on the host");
    }
    Path file = Path.of(seal.path()).toAbsolutePath();
    Files.createDirectories(file.getParent(), mode("rwx------"));
    Path part = file.resolveSibling(file.getFileName() + ".part-" + run);
    Optional<Failure> failure = sealing.seal(archive, part, seal.recipient());
    if (failure.isPresent()) {
      return new Performed.NotDone(failure.get());
    }
    describe(file, SealedDescription.of(seal, snapshot(seal), digest(part), names.get()));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    return new Performed.Done(new EffectResult.Nothing());
  }

  /** The name of the snapshot beside which the file lies. */
  private static String snapshot(Effect.SealFiles seal) {
    String name = Path.of(seal.path()).getFileName().toString();
    String ending = "-" + seal.host() + ".tar." + seal.recipient().tool();
    return name.substring(0, name.length() - ending.length()) + ".db";
  }

  /** Lies there before the file has its name, for the operator alone. */
  private static void describe(Path file, String text) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".json.part");
    Files.deleteIfExists(part);
    Files.createFile(part, mode("rw-------"));
    Files.writeString(part, text);
    Files.move(
        part, file.resolveSibling(file.getFileName() + ".json"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static FileAttribute<?> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  private static Sha256 digest(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return new Sha256(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java runtime has SHA-256", impossible);
    }
  }

  private static Performed unsuitable(String what, String hint) {
    return new Performed.NotDone(new Failure.Unsuitable(what, hint));
  }

  /** The name appears by rename when all is there; the description tells whether it still is. */
  @Override
  public Settled settle(Effect.OnHost effect, EffectKey key) {
    if (!(effect instanceof Effect.SealFiles seal)) {
      return host.settle(effect, key);
    }
    Path file = Path.of(seal.path());
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return new Settled.NotDone("there is no file " + file);
    }
    try {
      return SealedDescription.digest(file).equals(Optional.of(digest(file).hexadecimal()))
          ? new Settled.Done(new EffectResult.Nothing(), file + " is as its description says")
          : new Settled.Unclear(file + " is there, and is not what its description says");
    } catch (IOException unreadable) {
      return new Settled.Unclear(file + " cannot be read: " + unreadable);
    }
  }
}
