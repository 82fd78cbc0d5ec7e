package io.github.etcdrunbook.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import io.github.etcdrunbook.ssh.KnownHostsEntry.Marker;
import io.github.etcdrunbook.ssh.SshTarget.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The keys that known hosts files vouch for, read once per connection and never written. Our own
 * reading, since the one of JSch knows no patterns and overlooks {@code @revoked *}. Remembers the
 * key that the host showed, so that a refusal can name it.
 */
final class HostKeys implements HostKeyRepository {
  private final Server server;
  private final List<KnownHostsEntry> entries;
  private volatile byte[] shown = new byte[0];

  private HostKeys(Server server, List<KnownHostsEntry> entries) {
    this.server = server;
    this.entries = List.copyOf(entries);
  }

  /** Reads what all files of the server say of it; files that are not there say nothing. */
  static HostKeys read(Server server) throws IOException {
    List<KnownHostsEntry> entries = new ArrayList<>();
    for (Path file : server.knownHosts()) {
      if (Files.isRegularFile(file)) {
        new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
            .lines()
            .flatMap(line -> KnownHostsEntry.parse(line).stream())
            .filter(entry -> entry.isAbout(server.keyName()))
            .forEach(entries::add);
      }
    }
    return new HostKeys(server, entries);
  }

  /** The fingerprint of the key that the host showed, as OpenSSH writes it. */
  String fingerprint() {
    return keyType(shown) + " " + fingerprint(shown);
  }

  /** Whether the key that the host showed is marked as revoked. */
  boolean isRevoked() {
    return holds(Marker.REVOKED, shown);
  }

  /** The command that makes exactly the shown key known. */
  String acceptCommand() {
    String line =
        server.keyName() + " " + keyType(shown) + " " + Base64.getEncoder().encodeToString(shown);
    return "echo "
        + ShellQuoting.quote(line)
        + " >> "
        + ShellQuoting.quote(server.knownHosts().getFirst().toString());
  }

  /** The names of the files, for a message. */
  String fileNames() {
    return server.knownHosts().stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  @Override
  public int check(String host, byte[] key) {
    shown = key.clone();
    if (isRevoked()) {
      return CHANGED;
    }
    if (holds(Marker.NONE, key)) {
      return OK;
    }
    boolean hasOther = entries.stream().anyMatch(entry -> entry.marker() == Marker.NONE);
    return hasOther ? CHANGED : NOT_INCLUDED;
  }

  private boolean holds(Marker marker, byte[] key) {
    String text = Base64.getEncoder().encodeToString(key);
    return entries.stream().anyMatch(entry -> entry.marker() == marker && entry.key().equals(text));
  }

  /** All entries are about this server, so they are given with its name instead of a pattern. */
  @Override
  public HostKey[] getHostKey() {
    List<HostKey> keys = new ArrayList<>();
    for (KnownHostsEntry entry : entries) {
      try {
        String marker = entry.marker().text();
        byte[] key = Base64.getDecoder().decode(entry.key());
        keys.add(new HostKey(marker, server.keyName(), 0, key, ""));
      } catch (JSchException | IllegalArgumentException unknownType) {
        // A type that JSch does not know cannot be negotiated either.
      }
    }
    return keys.toArray(HostKey[]::new);
  }

  @Override
  public HostKey[] getHostKey(String host, String type) {
    return Arrays.stream(getHostKey())
        .filter(key -> type == null || key.getType().equals(type))
        .toArray(HostKey[]::new);
  }

  @Override
  public void add(HostKey key, UserInfo user) {
    throw new UnsupportedOperationException("known hosts files are not written");
  }

  @Override
  public void remove(String host, String type) {
    throw new UnsupportedOperationException("known hosts files are not written");
  }

  @Override
  public void remove(String host, String type, byte[] key) {
    throw new UnsupportedOperationException("known hosts files are not written");
  }

  @Override
  public String getKnownHostsRepositoryID() {
    return fileNames();
  }

  static String fingerprint(byte[] key) {
    byte[] digest = Digests.sha256().digest(key);
    return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
  }

  /** The type stands at the start of every SSH key: four bytes of length, then the name. */
  static String keyType(byte[] key) {
    int length = key.length < 4 ? 0 : Math.min(Byte.toUnsignedInt(key[3]), key.length - 4);
    return new String(key, Math.min(4, key.length), length, StandardCharsets.US_ASCII);
  }
}
