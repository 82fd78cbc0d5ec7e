package io.github.etcdrunbook.ssh.host;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds version numbers in what images and programs say of themselves. Pure. */
final class Versions {
  private static final Pattern NUMBER = Pattern.compile("([0-9]+\\.[0-9]+\\.[0-9]+)");
  private static final Pattern TAG = Pattern.compile("^v?([0-9]+\\.[0-9]+\\.[0-9]+)(?:[-+_.].*)?$");

  private Versions() {}

  /** The version in an image's tag: 3.5.16 of {@code registry.k8s.io/etcd:3.5.16-0@sha256:...}. */
  static Optional<String> inImage(String image) {
    String named = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
    int colon = named.indexOf(':', named.lastIndexOf('/') + 1);
    if (colon < 0) {
      return Optional.empty();
    }
    Matcher tag = TAG.matcher(named.substring(colon + 1));
    return tag.matches() ? Optional.of(tag.group(1)) : Optional.empty();
  }

  /** The first version number in a text, such as the first line of {@code etcdutl version}. */
  static Optional<String> first(String text) {
    Matcher number = NUMBER.matcher(text);
    return number.find() ? Optional.of(number.group(1)) : Optional.empty();
  }

  /** Whether two versions are of the same minor line: 3.5.16 and 3.5.30 are. */
  static boolean sameLine(String one, String other) {
    return line(one).equals(line(other));
  }

  private static String line(String version) {
    return version.substring(0, Math.max(0, version.lastIndexOf('.')));
  }
}
