package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.world.EtcdConfiguration;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.EtcdUrl;
import io.github.etcdrunbook.world.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of a member that joins, made from those that a member has: another name and address,
 * the list of members as it is, and the word that the cluster exists. Pure.
 *
 * @param pattern the settings they are made from, the host's own or another member's
 * @param layout what they make of etcd, on the host of the pattern
 * @param name the name that the member gets
 * @param address the address at which the others reach it
 */
record JoinDesign(EtcdConfiguration pattern, EtcdLayout layout, String name, String address) {
  private static final List<String> DROPPED = List.of("force-new-cluster");

  /** Rejects null. */
  JoinDesign {
    Objects.requireNonNull(pattern, "pattern");
    Objects.requireNonNull(layout, "layout");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(address, "address");
  }

  /**
   * What etcd will be on the host. It begins with a new data directory, whatever stands in its
   * place now: the kubelet may make one at any moment.
   */
  EtcdLayout joined() {
    return new EtcdLayout(
        name,
        layout.owned(Optional.empty()).directories(),
        layout.peerUrls().stream().map(this::moved).toList(),
        layout.clientUrls().stream().map(this::moved).toList(),
        moved(layout.localClientUrl()),
        layout.metricsUrl().map(this::moved),
        layout.settings());
  }

  /** The file, given all that are members without this one. */
  EtcdConfiguration file(List<Member> others) {
    List<String> cluster = new ArrayList<>();
    for (Member member : others) {
      member.peerUrls().forEach(url -> cluster.add(member.name() + "=" + url));
    }
    joined().peerUrls().forEach(url -> cluster.add(name + "=" + url));
    boolean pod = layout.settings().profile() == EtcdLayout.Profile.KUBEADM;
    String text = moved(pattern.text());
    for (String dropped : DROPPED) {
      text = without(text, pod, dropped);
    }
    text = with(text, pod, "initial-cluster-state", "existing");
    text = with(text, pod, "initial-cluster", String.join(",", cluster));
    return new EtcdConfiguration(pattern.file(), text, pattern.owner());
  }

  /** The text with the member's own name and address in the place of the pattern's. */
  private String moved(String text) {
    String before = layout.peerUrls().isEmpty() ? "" : host(layout.peerUrls().getFirst());
    return word(word(text, before, address), layout.member(), name);
  }

  static String host(String url) {
    return EtcdUrl.read(url).map(EtcdUrl::host).orElse("");
  }

  private static String word(String text, String from, String to) {
    return from.isEmpty() || from.equals(to)
        ? text
        : Pattern.compile("(?<![\\w.:])" + Pattern.quote(from) + "(?![\\w])")
            .matcher(text.replace("//" + from + ":", "//" + to + ":"))
            .replaceAll(Matcher.quoteReplacement(to));
  }

  /**
   * Sets a flag of the manifest or a variable of the environment, where it is or after the rest.
   */
  private static String with(String text, boolean pod, String flag, String value) {
    String line = pod ? "--" + flag + "=" + value : variable(flag) + "=" + value;
    Matcher there = line(pod, flag).matcher(text);
    if (there.find()) {
      return there.replaceFirst(Matcher.quoteReplacement(there.group(1) + line));
    }
    Matcher program = Pattern.compile("(?m)^([ \\t]*- )etcd[ \\t]*$").matcher(text);
    return pod && program.find()
        ? program.replaceFirst(
            Matcher.quoteReplacement(program.group() + "\n" + program.group(1) + line))
        : text + line + "\n";
  }

  private static String without(String text, boolean pod, String flag) {
    return Pattern.compile(line(pod, flag).pattern() + "\\R?").matcher(text).replaceAll("");
  }

  private static Pattern line(boolean pod, String flag) {
    return pod
        ? Pattern.compile("(?m)^([ \\t]*- [\"']?)--" + flag + "(?:=.*)?$")
        : Pattern.compile("(?m)^([ \\t]*(?:export )?)" + variable(flag) + "=.*$");
  }

  private static String variable(String flag) {
    return "ETCD_" + flag.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
