package io.github.etcdrunbook.ssh;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.SSHAgentConnector;
import io.github.etcdrunbook.ssh.SshTarget.Login;
import io.github.etcdrunbook.ssh.SshTarget.Offer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Vector;

/**
 * The keys that a login offers: certificates and key files first, then those of the agent. A file
 * that cannot be used is skipped and said so, since another key may do.
 */
final class OfferedKeys implements IdentityRepository {
  private final List<Identity> identities = new ArrayList<>();
  private final List<String> tried = new ArrayList<>();
  private final List<byte[]> named = new ArrayList<>();

  private OfferedKeys() {}

  static OfferedKeys of(Login login) {
    OfferedKeys keys = new OfferedKeys();
    login.certificates().forEach(certificate -> keys.addCertificate(login, certificate));
    login.keys().forEach(keys::addFile);
    login.agent().ifPresent(socket -> keys.addAgent(socket, login.offer()));
    return keys;
  }

  /** What is offered and what could not be, for a message. */
  String tried() {
    return tried.isEmpty()
        ? "nothing, since no key file and no agent was found"
        : String.join(", ", tried);
  }

  private void addFile(Path key) {
    Path certificate = key.resolveSibling(key.getFileName() + "-cert.pub");
    if (Files.isRegularFile(certificate)) {
      add(key, certificate.toString());
    }
    rememberPublicHalf(key);
    add(key, null);
  }

  private void addCertificate(Login login, Path certificate) {
    String name = String.valueOf(certificate.getFileName());
    login.keys().stream()
        .filter(key -> name.equals(key.getFileName() + "-cert.pub"))
        .filter(key -> !certificate.equals(key.resolveSibling(name)))
        .forEach(key -> add(key, certificate.toString()));
  }

  private void add(Path key, String publicFile) {
    String shown = publicFile == null ? key.toString() : publicFile;
    if (!Files.isRegularFile(key)) {
      tried.add(shown + " (not there)");
      return;
    }
    try {
      JSch reader = new JSch();
      reader.addIdentity(key.toString(), publicFile, null);
      for (Identity identity : reader.getIdentityRepository().getIdentities()) {
        if (identity.isEncrypted()) {
          tried.add(shown + " (has a passphrase: add it to the agent)");
        } else {
          identities.add(identity);
          tried.add(shown);
        }
      }
    } catch (JSchException unusable) {
      tried.add(shown + " (cannot be read: " + unusable.getMessage() + ")");
    }
  }

  private void rememberPublicHalf(Path key) {
    Path publicHalf = key.resolveSibling(key.getFileName() + ".pub");
    try {
      if (Files.isRegularFile(publicHalf)) {
        String[] words = Files.readString(publicHalf, StandardCharsets.US_ASCII).split(" ");
        named.add(Base64.getDecoder().decode(words.length > 1 ? words[1].strip() : ""));
      }
    } catch (IOException | IllegalArgumentException unreadable) {
      tried.add(publicHalf + " (cannot be read)");
    }
  }

  private void addAgent(Path socket, Offer offer) {
    try {
      List<Identity> held =
          new AgentIdentityRepository(new SSHAgentConnector(socket)).getIdentities();
      List<Identity> wanted =
          held.stream().filter(identity -> offer == Offer.ALL_KEYS || isNamed(identity)).toList();
      identities.addAll(wanted);
      tried.add("agent (" + wanted.size() + " of " + held.size() + " keys)");
    } catch (AgentProxyException | RuntimeException unreachable) {
      // JSch answers a dead socket with an unchecked exception in some versions.
      tried.add("agent at " + socket + " (does not answer)");
    }
  }

  private boolean isNamed(Identity identity) {
    return named.stream().anyMatch(key -> Arrays.equals(key, identity.getPublicKeyBlob()));
  }

  @Override
  public String getName() {
    return "keys of this login";
  }

  @Override
  public int getStatus() {
    return RUNNING;
  }

  @Override
  @SuppressWarnings("JdkObsolete") // The interface of JSch asks for a Vector.
  public Vector<Identity> getIdentities() {
    return new Vector<>(identities);
  }

  @Override
  public boolean add(byte[] identity) {
    return false;
  }

  @Override
  public boolean remove(byte[] key) {
    return false;
  }

  @Override
  public void removeAll() {
    // The keys belong to files and to the agent.
  }
}
