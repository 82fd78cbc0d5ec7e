package io.github.etcdrunbook.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import io.github.etcdrunbook.ssh.SshTarget.Server;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.stream.Collectors;

/**
 * The keys that known hosts files vouch for, read once per connection and never written. Remembers
 * the key that the host showed, so that a refusal can name it.
 */
final class HostKeys implements HostKeyRepository {
  private final Server server;
  private final HostKeyRepository files;
  private volatile byte[] shown = new byte[0];

  private HostKeys(Server server, HostKeyRepository files) {
    this.server = server;
    this.files = files;
  }

  /** Reads all files of the server as one; files that are not there are empty. */
  static HostKeys read(Server server) throws IOException, JSchException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path file : server.knownHosts()) {
      if (Files.isRegularFile(file)) {
        all.writeBytes(Files.readAllBytes(file));
        all.write('\n');
      }
    }
    JSch reader = new JSch();
    reader.setKnownHosts(new ByteArrayInputStream(all.toByteArray()));
    return new HostKeys(server, reader.getHostKeyRepository());
  }

  /** The fingerprint of the key that the host showed, as OpenSSH writes it. */
  String fingerprint() {
    return keyType(shown) + " " + fingerprint(shown);
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
    return files.check(host, key);
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

  @Override
  public HostKey[] getHostKey() {
    return files.getHostKey();
  }

  @Override
  public HostKey[] getHostKey(String host, String type) {
    return files.getHostKey(host, type);
  }

  static String fingerprint(byte[] key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java runtime has SHA-256", impossible);
    }
  }

  /** The type stands at the start of every SSH key: four bytes of length, then the name. */
  static String keyType(byte[] key) {
    int length = key.length < 4 ? 0 : Math.min(key[3], key.length - 4);
    return new String(key, Math.min(4, key.length), Math.max(0, length), StandardCharsets.US_ASCII);
  }
}
