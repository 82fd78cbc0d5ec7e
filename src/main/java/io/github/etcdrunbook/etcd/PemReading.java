package io.github.etcdrunbook.etcd;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads certificates and private keys from PEM. kubeadm writes PKCS#1 ("RSA PRIVATE KEY") and SEC 1
 * ("EC PRIVATE KEY") keys, which Java does not read: they are wrapped as PKCS#8 in memory. Pure.
 */
final class PemReading {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
  private static final byte[] RSA_ALGORITHM = {
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };
  private static final byte[] EC_PUBLIC_KEY = {
    0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
  };
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int CURVE_TAG = 0xa0;

  private PemReading() {}

  static List<X509Certificate> certificates(byte[] pem) throws CertificateException {
    List<X509Certificate> found =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem))
            .stream()
            .map(X509Certificate.class::cast)
            .toList();
    if (found.isEmpty()) {
      throw new CertificateException("no certificate in the PEM text");
    }
    return found;
  }

  static PrivateKey privateKey(byte[] pem) throws GeneralSecurityException {
    Matcher block = BLOCK.matcher(new String(pem, StandardCharsets.US_ASCII));
    while (block.find()) {
      Optional<byte[]> key = pkcs8(block.group(1), block.group(2));
      if (key.isPresent()) {
        return read(key.get());
      }
    }
    throw new GeneralSecurityException("no unencrypted private key in the PEM text");
  }

  private static Optional<byte[]> pkcs8(String label, String body) throws GeneralSecurityException {
    if (body.contains("Proc-Type:")) {
      throw new GeneralSecurityException("the private key is encrypted");
    }
    return switch (label) {
      case "PRIVATE KEY" -> Optional.of(decoded(body));
      case "RSA PRIVATE KEY" ->
          Optional.of(der(SEQUENCE, VERSION_0, RSA_ALGORITHM, der(OCTETS, decoded(body))));
      case "EC PRIVATE KEY" -> Optional.of(wrappedCurveKey(decoded(body)));
      default -> Optional.empty();
    };
  }

  private static byte[] decoded(String body) throws GeneralSecurityException {
    try {
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("the private key is not Base64", e);
    }
  }

  /** SEC 1 names the curve inside the key, PKCS#8 beside the algorithm. */
  private static byte[] wrappedCurveKey(byte[] sec1) throws GeneralSecurityException {
    byte[] algorithm = der(SEQUENCE, EC_PUBLIC_KEY, curve(sec1));
    return der(SEQUENCE, VERSION_0, algorithm, der(OCTETS, sec1));
  }

  /** ECPrivateKey ::= SEQUENCE { version, privateKey OCTET STRING, [0] curve, [1] publicKey }. */
  private static byte[] curve(byte[] sec1) throws GeneralSecurityException {
    try {
      int at = contentAt(sec1, 0);
      while (at < sec1.length) {
        int content = contentAt(sec1, at);
        int end = content + lengthAt(sec1, at);
        if ((sec1[at] & 0xff) == CURVE_TAG) {
          return Arrays.copyOfRange(sec1, content, end);
        }
        at = end;
      }
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new GeneralSecurityException("the EC private key ends early", e);
    }
    throw new GeneralSecurityException("the EC private key does not name its curve");
  }

  private static int contentAt(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int lengthAt(byte[] der, int at) throws GeneralSecurityException {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = (length << 8) | (der[at + 2 + i] & 0xff);
    }
    if (length < 0 || length > der.length) {
      throw new GeneralSecurityException("the EC private key has a bad length");
    }
    return length;
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    int length = content.size();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(tag);
    if (length < 0x80) {
      whole.write(length);
    } else if (length < 0x100) {
      whole.write(0x81);
      whole.write(length);
    } else {
      whole.write(0x82);
      whole.write(length >> 8);
      whole.write(length);
    }
    whole.writeBytes(content.toByteArray());
    return whole.toByteArray();
  }

  private static PrivateKey read(byte[] pkcs8) throws GeneralSecurityException {
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      Optional<PrivateKey> key = tried(algorithm, pkcs8);
      if (key.isPresent()) {
        return key.get();
      }
    }
    throw new GeneralSecurityException("the private key is neither RSA, EC nor Ed25519");
  }

  private static Optional<PrivateKey> tried(String algorithm, byte[] pkcs8)
      throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance(algorithm);
    try {
      return Optional.of(factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    } catch (java.security.spec.InvalidKeySpecException e) {
      return Optional.empty();
    }
  }
}
