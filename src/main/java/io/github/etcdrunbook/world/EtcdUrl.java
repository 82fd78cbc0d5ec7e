package io.github.etcdrunbook.world;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL of etcd, for peers, clients or metrics: a scheme, a host and a port, as etcd itself wants
 * them. It takes what etcd takes, also names with underscores and IPv6 addresses with a zone, and
 * nothing else. Immutable.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a name or an address; an IPv6 address stands in brackets
 * @param port from 1
 */
public record EtcdUrl(String scheme, String host, int port) {
  private static final Pattern FORM =
      Pattern.compile(
          "(https?)://(\\[[0-9a-fA-F:.]+(?:%(?:25)?[A-Za-z0-9._~-]+)?]|[\\p{L}\\p{N}._~-]+)"
              + ":([0-9]{1,5})/?");
  private static final int PORT_MAX = 65_535;

  /** Rejects null. */
  public EtcdUrl {
    Objects.requireNonNull(scheme, "scheme");
    Objects.requireNonNull(host, "host");
  }

  /** The URL, if the text is one. */
  public static Optional<EtcdUrl> read(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(form.group(3));
    return port > 0 && port <= PORT_MAX
        ? Optional.of(new EtcdUrl(form.group(1), form.group(2).replace("%25", "%"), port))
        : Optional.empty();
  }

  /** The URL of a text that was looked at before, where it came into the program. */
  public static EtcdUrl of(String text) {
    return read(text)
        .orElseThrow(() -> new IllegalArgumentException("not a URL of etcd: `" + text + "`"));
  }

  /** What is wrong with a text, as the end of a sentence; empty when it is a URL. */
  public static Optional<String> objection(String text) {
    return read(text).isPresent()
        ? Optional.empty()
        : Optional.of("`" + text + "`, which is no URL of etcd: http or https, a host and a port");
  }

  /** The port alone, if the text is a URL. */
  public static OptionalInt port(String text) {
    return read(text).map(url -> OptionalInt.of(url.port())).orElse(OptionalInt.empty());
  }

  /** An address as it stands in a URL: IPv6 in brackets. */
  public static String inUrl(String address) {
    return address.contains(":") && !address.startsWith("[") ? "[" + address + "]" : address;
  }

  /** Whether it is asked over TLS. */
  public boolean isSecure() {
    return scheme.equals("https");
  }

  /** The host without brackets. */
  public String address() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
