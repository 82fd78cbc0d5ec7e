package io.github.etcdrunbook.ssh.host;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** An end of a connection as the kernel writes it: address and port in hexadecimal. Immutable. */
record SocketEnd(String text) {
  private static final String FORM = "[0-9A-F]{8}([0-9A-F]{24})?:[0-9A-F]{4}";
  private static final String LITERAL = "[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*";

  /** Whether the text is one. */
  static boolean is(String text) {
    return text.matches(FORM);
  }

  int port() {
    return Integer.parseInt(text.substring(text.indexOf(':') + 1), 16);
  }

  /** The address; the kernel writes it in words of the host's byte order. */
  Optional<InetAddress> address() {
    String digits = text.substring(0, text.indexOf(':'));
    byte[] bytes = new byte[digits.length() / 2];
    for (int at = 0; at < bytes.length; at++) {
      int word = at / 4 * 4;
      int from = 2 * (word + 3 - at % 4);
      bytes[at] = (byte) Integer.parseInt(digits.substring(from, from + 2), 16);
    }
    try {
      return Optional.of(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException notAnAddress) {
      return Optional.empty();
    }
  }

  /**
   * Whether what listens here may be what was to listen at that door: at its port, and unless both
   * name an address, at whichever address.
   */
  boolean mayBe(Door door) {
    Optional<InetAddress> wanted = door.literal();
    Optional<InetAddress> here = address().filter(address -> !address.isAnyLocalAddress());
    return port() == door.port()
        && (wanted.isEmpty() || here.isEmpty() || here.get().equals(wanted.get()));
  }

  /** Where something listens: a port, at an address or a name. */
  record Door(String host, int port) {
    /** A port at whichever address. */
    static Door anywhere(int port) {
      return new Door("", port);
    }

    /** The address; empty for all addresses, and for a name, which may be of any of them. */
    private Optional<InetAddress> literal() {
      try {
        return host.matches(LITERAL)
            ? Optional.of(InetAddress.getByName(host))
                .filter(address -> !address.isAnyLocalAddress())
            : Optional.empty();
      } catch (UnknownHostException notAnAddress) {
        return Optional.empty();
      }
    }
  }
}
