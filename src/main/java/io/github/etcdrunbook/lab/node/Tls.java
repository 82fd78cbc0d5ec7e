package io.github.etcdrunbook.lab.node;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** TLS from PEM files, as the control plane's flags name them. Keys are EC keys in PKCS #8. */
final class Tls {
  private static final char[] NO_PASSWORD = {};

  private Tls() {}

  /** Certificate authority, certificate and key, each as the text of a PEM file. */
  record Pem(String authority, String certificate, String key) {
    static Pem files(String authority, String certificate, String key) throws IOException {
      return new Pem(
          Files.readString(Path.of(authority)),
          Files.readString(Path.of(certificate)),
          Files.readString(Path.of(key)));
    }
  }

  /** Both sides: presents the certificate and trusts what the authority signed. */
  static SSLContext mutual(Pem pem) throws IOException {
    try {
      KeyStore keys = emptyStore();
      Certificate[] chain = certificates(pem.certificate()).toArray(Certificate[]::new);
      keys.setKeyEntry("key", privateKey(pem.key()), NO_PASSWORD, chain);
      KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
      own.init(keys, NO_PASSWORD);
      KeyStore trusted = emptyStore();
      int count = 0;
      for (Certificate certificate : certificates(pem.authority())) {
        trusted.setCertificateEntry("ca" + count++, certificate);
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      return context(own.getKeyManagers(), trust.getTrustManagers());
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use the certificates: " + e.getMessage(), e);
    }
  }

  /** A client without a certificate that believes every server: for health probes only. */
  static SSLContext trustingAnyone() {
    return Anyone.CONTEXT;
  }

  private static SSLContext context(KeyManager[] own, TrustManager[] trust)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own, trust, new SecureRandom());
    return context;
  }

  /** JKS, since PKCS12 spends a tenth of a second on protecting a key that never leaves memory. */
  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("JKS");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static Collection<? extends Certificate> certificates(String pem)
      throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    String body = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
  }

  private static final class Anyone {
    private static final SSLContext CONTEXT = make();

    private static SSLContext make() {
      try {
        return context(new KeyManager[0], new TrustManager[] {new Gullible()});
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has TLS", e);
      }
    }
  }

  private static final class Gullible implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
