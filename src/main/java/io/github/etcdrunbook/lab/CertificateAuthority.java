package io.github.etcdrunbook.lab;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Makes the certificates of a lab, as kubeadm does, with elliptic-curve keys. The JDK has no public
 * way to sign a certificate, and a process of openssl per certificate would double the lab's start.
 */
public final class CertificateAuthority {
  /** A certificate with its key, both as PEM text. */
  public record Issued(String certificate, String key) {}

  /**
   * What a certificate is for.
   *
   * @param name its common name
   * @param organization empty for none
   * @param usages of {@link Usage}
   * @param addresses host names and IP addresses it is valid for
   */
  public record Subject(
      String name, String organization, List<Usage> usages, List<String> addresses) {}

  /** Extended key usages. */
  public enum Usage {
    SERVER("1.3.6.1.5.5.7.3.1"),
    CLIENT("1.3.6.1.5.5.7.3.2");

    private final String oid;

    Usage(String oid) {
      this.oid = oid;
    }
  }

  private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
  private static final Duration VALID = Duration.ofDays(365);

  private final String name;
  private final KeyPair keys;
  private final Instant now;
  private final SecureRandom random = new SecureRandom();
  private final String certificate;

  public CertificateAuthority(String name, Clock clock) throws GeneralSecurityException {
    this.name = name;
    this.keys = newKeys();
    this.now = clock.instant();
    Subject self = new Subject(name, "", List.of(), List.of());
    this.certificate = pem("CERTIFICATE", sign(self, keys.getPublic(), true));
  }

  /** The authority's own certificate and key. */
  public Issued own() {
    return new Issued(certificate, pem(keys.getPrivate()));
  }

  public Issued issue(Subject subject) throws GeneralSecurityException {
    KeyPair made = newKeys();
    return new Issued(
        pem("CERTIFICATE", sign(subject, made.getPublic(), false)), pem(made.getPrivate()));
  }

  /** A key pair for tokens: the public key where a certificate would be. */
  static Issued tokenKeys() throws GeneralSecurityException {
    KeyPair made = newKeys();
    return new Issued(pem("PUBLIC KEY", made.getPublic().getEncoded()), pem(made.getPrivate()));
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static String pem(PrivateKey key) {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  private static String pem(String label, byte[] content) {
    Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, encoder.encodeToString(content), label);
  }

  private byte[] sign(Subject subject, PublicKey key, boolean authority)
      throws GeneralSecurityException {
    byte[] content =
        Der.sequence(
            Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
            Der.integer(new BigInteger(127, random)),
            ECDSA_SHA256,
            name(name, ""),
            Der.sequence(
                Der.time(now.minus(Duration.ofMinutes(5))),
                Der.time(now.plus(authority ? VALID.multipliedBy(10) : VALID))),
            name(subject.name(), subject.organization()),
            key.getEncoded(),
            Der.tagged(0xa3, Der.sequence(extensions(subject, key, authority))));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(content);
    return Der.sequence(content, ECDSA_SHA256, Der.bits(signature.sign(), 0));
  }

  private static byte[] name(String common, String organization) {
    Optional<byte[]> unit =
        Optional.of(organization)
            .filter(text -> !text.isEmpty())
            .map(text -> Der.set(Der.sequence(Der.oid("2.5.4.10"), Der.utf8(text))));
    byte[] own = Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.utf8(common)));
    return Der.sequence(unit.orElse(new byte[0]), own);
  }

  private byte[][] extensions(Subject subject, PublicKey key, boolean authority)
      throws GeneralSecurityException {
    List<byte[]> list = new ArrayList<>();
    byte[] usage = authority ? Der.bits(new byte[] {(byte) 0xa4}, 2) : bitsOfLeaf();
    list.add(Der.sequence(Der.oid("2.5.29.15"), Der.yes(), Der.octets(usage)));
    byte[] constraint = authority ? Der.sequence(Der.yes()) : Der.sequence();
    list.add(Der.sequence(Der.oid("2.5.29.19"), Der.yes(), Der.octets(constraint)));
    if (authority) {
      list.add(extension("2.5.29.14", Der.octets(fingerprint(key))));
    } else {
      byte[] issuer = Der.sequence(Der.tagged(0x80, fingerprint(keys.getPublic())));
      list.add(extension("2.5.29.35", issuer));
      byte[][] usages =
          subject.usages().stream().map(one -> Der.oid(one.oid)).toArray(byte[][]::new);
      list.add(extension("2.5.29.37", Der.sequence(usages)));
    }
    if (!subject.addresses().isEmpty()) {
      List<byte[]> names = new ArrayList<>();
      for (String address : subject.addresses()) {
        names.add(alternative(address));
      }
      list.add(extension("2.5.29.17", Der.sequence(names.toArray(byte[][]::new))));
    }
    return list.toArray(byte[][]::new);
  }

  private static byte[] extension(String oid, byte[] value) {
    return Der.sequence(Der.oid(oid), Der.octets(value));
  }

  /** digitalSignature and keyEncipherment. */
  private static byte[] bitsOfLeaf() {
    return Der.bits(new byte[] {(byte) 0xa0}, 5);
  }

  private static byte[] fingerprint(PublicKey key) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-1").digest(key.getEncoded());
  }

  private static byte[] alternative(String address) throws GeneralSecurityException {
    boolean numeric = address.contains(":") || address.matches("[0-9.]+");
    if (!numeric) {
      return Der.tagged(0x82, address.getBytes(StandardCharsets.US_ASCII));
    }
    try {
      return Der.tagged(0x87, InetAddress.getByName(address).getAddress());
    } catch (UnknownHostException e) {
      throw new GeneralSecurityException("not an address: " + address, e);
    }
  }
}
