package io.github.etcdrunbook.ssh;

import java.util.List;

/** Host patterns of OpenSSH: {@code *}, {@code ?} and a leading {@code !}. Pure. */
final class HostPattern {
  private HostPattern() {}

  /** Whether one pattern matches and none that is negated does. */
  static boolean matchesAny(List<String> patterns, String host) {
    boolean matched = false;
    for (String pattern : patterns) {
      if (pattern.startsWith("!")) {
        if (matches(pattern.substring(1), host)) {
          return false;
        }
      } else {
        matched |= matches(pattern, host);
      }
    }
    return matched;
  }

  /** Whether one pattern without negation matches, whatever the case of the letters. */
  static boolean matches(String pattern, String host) {
    int at = 0;
    int in = 0;
    int star = -1;
    int resume = 0;
    while (in < host.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        resume = in;
      } else if (at < pattern.length() && same(pattern.charAt(at), host.charAt(in))) {
        at++;
        in++;
      } else if (star >= 0) {
        at = star + 1;
        in = ++resume;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }

  private static boolean same(char pattern, char character) {
    return pattern == '?' || Character.toLowerCase(pattern) == Character.toLowerCase(character);
  }
}
