package io.github.etcdrunbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.lab.CertificateAuthority.Issued;
import io.github.etcdrunbook.lab.CertificateAuthority.Subject;
import io.github.etcdrunbook.lab.CertificateAuthority.Usage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateAuthorityTest {
  private static final Instant NOW = Instant.parse("2026-11-23T05:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @Test
  void whatItIssuesIsSignedByItAndValidForTheNamesAsked() throws GeneralSecurityException {
    CertificateAuthority authority = new CertificateAuthority("etcd-ca", CLOCK);
    Subject subject =
        new Subject(
            "cp1", "system:masters", List.of(Usage.SERVER), List.of("cp1", "10.77.0.11", "::1"));
    Issued issued = authority.issue(subject);

    X509Certificate root = read(authority.own().certificate());
    X509Certificate leaf = read(issued.certificate());
    leaf.verify(root.getPublicKey());
    leaf.checkValidity(Date.from(NOW));
    assertEquals(root.getSubjectX500Principal(), leaf.getIssuerX500Principal());
    assertEquals("CN=cp1,O=system:masters", leaf.getSubjectX500Principal().getName());
    assertEquals(List.of("1.3.6.1.5.5.7.3.1"), leaf.getExtendedKeyUsage());
    List<String> names =
        leaf.getSubjectAlternativeNames().stream().map(name -> name.get(1).toString()).toList();
    assertEquals(List.of("cp1", "10.77.0.11", "0:0:0:0:0:0:0:1"), names);
    assertEquals(-1, leaf.getBasicConstraints());
    assertTrue(root.getBasicConstraints() > 0);
  }

  private static X509Certificate read(String pem) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }
}
