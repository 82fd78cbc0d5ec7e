package io.github.etcdrunbook.inventory;

import java.util.regex.Pattern;

/** What can be an address: IPv4, IPv6, or a host name. Nothing is looked up. */
final class Address {
  private static final Pattern DOTTED = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
  private static final Pattern COLONS =
      Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%[A-Za-z0-9_.-]+)?");

  private Address() {}

  static boolean isValid(String text) {
    if (NUMBERS.matcher(text).matches()) {
      return DOTTED.matcher(text).matches()
          && Pattern.compile("\\.")
              .splitAsStream(text)
              .allMatch(part -> Integer.parseInt(part) < 256);
    }
    if (text.contains("::") || text.chars().filter(c -> c == ':').count() > 1) {
      return COLONS.matcher(text).matches();
    }
    return HostName.isValid(text);
  }
}
