package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.world.EtcdConfiguration;
import io.github.etcdrunbook.world.EtcdLayout;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes a quota into the settings of etcd, and leaves every other line as it is. Pure. */
final class QuotaText {
  private static final Pattern FLAG = Pattern.compile("--quota-backend-bytes(=|\\s+)[0-9xa-fA-F]+");
  private static final Pattern PROGRAM =
      Pattern.compile("(?m)^([ \\t]*)-[ \\t]+(?:[\"']?)(?:/\\S*/)?etcd(?:[\"']?)[ \\t]*$");
  private static final Pattern VARIABLE =
      Pattern.compile("(?m)^([ \\t]*(?:export[ \\t]+)?)ETCD_QUOTA_BACKEND_BYTES=.*$");

  private QuotaText() {}

  /** The settings with this quota; empty when there is no place for it. */
  static Optional<EtcdConfiguration> with(
      EtcdConfiguration before, EtcdLayout.Profile profile, long bytes) {
    Optional<String> text =
        switch (profile) {
          case KUBEADM -> manifest(before.text(), bytes);
          case SYSTEMD -> Optional.of(environment(before.text(), bytes));
        };
    return text.map(now -> new EtcdConfiguration(before.file(), now, before.owner()));
  }

  private static Optional<String> manifest(String text, long bytes) {
    String flag = "--quota-backend-bytes=" + bytes;
    Matcher there = FLAG.matcher(text);
    if (there.find()) {
      return Optional.of(there.replaceAll(flag));
    }
    Matcher program = PROGRAM.matcher(text);
    return program.find()
        ? Optional.of(
            text.substring(0, program.end())
                + "\n"
                + program.group(1)
                + "- "
                + flag
                + text.substring(program.end()))
        : Optional.empty();
  }

  private static String environment(String text, long bytes) {
    Matcher there = VARIABLE.matcher(text);
    if (there.find()) {
      return there.replaceAll("$1ETCD_QUOTA_BACKEND_BYTES=" + bytes);
    }
    String end = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
    return text + end + "ETCD_QUOTA_BACKEND_BYTES=" + bytes + "\n";
  }

  /** The layout with this quota. */
  static EtcdLayout with(EtcdLayout before, long bytes) {
    EtcdLayout.Settings settings = before.settings();
    return new EtcdLayout(
        before.member(),
        before.directories(),
        before.peerUrls(),
        before.clientUrls(),
        before.localClientUrl(),
        before.metricsUrl(),
        new EtcdLayout.Settings(
            settings.profile(), settings.version(), bytes, settings.initialCorruptCheck()));
  }
}
