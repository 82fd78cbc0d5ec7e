package io.github.etcdrunbook.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Certificates for a lab cluster, made by openssl in a directory of their own. */
public final class LabCertificates {
  private final Path directory;

  private LabCertificates(Path directory) {
    this.directory = directory;
  }

  /** Makes a CA and a server certificate for 127.0.0.1 to 127.0.0.3 and localhost. */
  public static LabCertificates in(Path directory) {
    LabCertificates made = new LabCertificates(directory);
    made.authority("ca");
    made.leaf("server", "ca", 2);
    return made;
  }

  /** Makes one more CA. */
  public void authority(String name) {
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", name + ".key");
    openssl(
        "req",
        "-x509",
        "-new",
        "-key",
        name + ".key",
        "-subj",
        "/CN=" + name,
        "-days",
        "2",
        "-out",
        name + ".crt");
  }

  /** Makes a certificate with an RSA key in PKCS#8; a negative number of days has passed. */
  public void leaf(String name, String authority, int days) {
    openssl(
        "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", name + ".key");
    sign(name, authority, days);
  }

  /** Makes a certificate whose key is in the form that kubeadm writes for RSA. */
  public void leafWithPkcs1Key(String name, String authority) {
    openssl("genrsa", "-traditional", "-out", name + ".key", "2048");
    sign(name, authority, 2);
  }

  /** Makes a certificate whose key is in the form that kubeadm writes for ECDSA. */
  public void leafWithSec1Key(String name, String authority) {
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-out", name + ".key");
    sign(name, authority, 2);
  }

  private void sign(String name, String authority, int days) {
    write(
        name + ".ext",
        """
        subjectAltName=IP:127.0.0.1,IP:127.0.0.2,IP:127.0.0.3,DNS:localhost
        extendedKeyUsage=serverAuth,clientAuth
        """);
    openssl("req", "-new", "-key", name + ".key", "-subj", "/CN=" + name, "-out", name + ".csr");
    openssl(
        "x509",
        "-req",
        "-in",
        name + ".csr",
        "-CA",
        authority + ".crt",
        "-CAkey",
        authority + ".key",
        "-CAcreateserial",
        "-days",
        String.valueOf(days),
        "-extfile",
        name + ".ext",
        "-out",
        name + ".crt");
  }

  /** Trust in one CA, shown with the certificate of that name. */
  public TlsMaterial mutual(String authority, String name) {
    return TlsMaterial.mutual(pem(authority + ".crt"), pem(name + ".crt"), pem(name + ".key"));
  }

  /** The content of one file. */
  public Bytes pem(String file) {
    try {
      return Bytes.of(Files.readAllBytes(directory.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The path of one file. */
  public Path path(String file) {
    return directory.resolve(file);
  }

  private void write(String file, String text) {
    try {
      Files.writeString(directory.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void openssl(String... arguments) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    LabCommand.run(directory, command);
  }
}
