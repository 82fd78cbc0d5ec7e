package io.github.etcdrunbook.actions.etcd;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads versions of etcd such as 3.5.16. Pure. */
final class EtcdVersion {
  private static final Pattern FORM = Pattern.compile("v?([0-9]+)\\.([0-9]+)(?:\\.([0-9]+))?.*");

  private EtcdVersion() {}

  /** The minor version as text: 3.5 of 3.5.16; the text itself when it has another form. */
  static String minor(String version) {
    Matcher matcher = FORM.matcher(version);
    return matcher.matches() ? matcher.group(1) + "." + matcher.group(2) : version;
  }

  /** The second number: 5 of 3.5.16; empty when the text has another form. */
  static Optional<Integer> minorNumber(String version) {
    Matcher matcher = FORM.matcher(version);
    return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(2))) : Optional.empty();
  }

  /** The third number: 16 of 3.5.16; empty when the text has none. */
  static Optional<Integer> patch(String version) {
    Matcher matcher = FORM.matcher(version);
    return matcher.matches() && matcher.group(3) != null
        ? Optional.of(Integer.valueOf(matcher.group(3)))
        : Optional.empty();
  }
}
