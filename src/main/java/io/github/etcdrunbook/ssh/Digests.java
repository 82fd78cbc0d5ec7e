package io.github.etcdrunbook.ssh;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest that files and host keys are compared by. */
final class Digests {
  private Digests() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java runtime has SHA-256", impossible);
    }
  }
}
