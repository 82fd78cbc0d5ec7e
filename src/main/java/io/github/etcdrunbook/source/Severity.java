package io.github.etcdrunbook.source;

import java.util.Locale;

/** How grave a finding is. An error stops everything; a warning is printed and no more. */
public enum Severity {
  /** The file cannot be used. */
  ERROR,
  /** The file can be used, and probably does not say what was meant. */
  WARNING;

  /** The word that is printed. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
