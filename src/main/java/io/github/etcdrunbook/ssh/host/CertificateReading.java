package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.Certificate;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reads certificate files in PEM form. Pure. A file that holds none gives none. */
final class CertificateReading {
  private static final int DNS_NAME = 2;
  private static final int ADDRESS = 7;

  private CertificateReading() {}

  /** All certificates of the files that the script printed. */
  static List<Certificate> read(String output) {
    List<Certificate> certificates = new ArrayList<>();
    for (Section section : Section.all(output)) {
      section
          .behind("certificate")
          .ifPresent(path -> certificates.addAll(certificates(path, section.text())));
    }
    return List.copyOf(certificates);
  }

  private static List<Certificate> certificates(String path, String pem) {
    List<Certificate> certificates = new ArrayList<>();
    try {
      Collection<? extends java.security.cert.Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
      for (java.security.cert.Certificate one : found) {
        if (one instanceof X509Certificate certificate) {
          certificates.add(certificate(path, certificate));
        }
      }
    } catch (CertificateException notOne) {
      return List.of();
    }
    return certificates;
  }

  private static Certificate certificate(String path, X509Certificate certificate)
      throws CertificateException {
    List<String> names = new ArrayList<>();
    Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    if (alternatives != null) {
      for (List<?> alternative : alternatives) {
        boolean named =
            alternative.getFirst().equals(DNS_NAME) || alternative.getFirst().equals(ADDRESS);
        if (named) {
          names.add(String.valueOf(alternative.get(1)));
        }
      }
    }
    return new Certificate(
        path,
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        names,
        certificate.getIssuerX500Principal().getName());
  }
}
