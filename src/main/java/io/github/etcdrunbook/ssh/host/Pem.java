package io.github.etcdrunbook.ssh.host;

import java.util.Objects;

/** A private key as PEM text, read from a host and held in memory only. Never prints itself. */
public final class Pem {
  private final String text;

  Pem(String text) {
    this.text = Objects.requireNonNull(text, "text");
  }

  /** The text, for the adapter that opens the connection. */
  public String open() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pem pem && text.equals(pem.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
