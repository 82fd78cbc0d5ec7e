package io.github.etcdrunbook.inventory;

import java.util.regex.Pattern;

/** The name of a host as the inventory gives it. Immutable; safe in file names and shell words. */
public record HostName(String text) implements Comparable<HostName> {
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?");

  /** Rejects what no host is called. */
  public HostName {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not a host name: `" + text + "`");
    }
  }

  /** Whether the text can name a host: letters, digits, dot, dash and underscore. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(HostName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
