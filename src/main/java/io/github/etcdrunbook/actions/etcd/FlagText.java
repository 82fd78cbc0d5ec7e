package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.world.EtcdConfiguration;
import io.github.etcdrunbook.world.EtcdLayout;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes one flag into the settings of etcd, and leaves every other line as it is. Pure.
 *
 * @param flag its name, without dashes in front
 * @param value a word of letters and digits
 */
record FlagText(String flag, String value) {
  private static final Pattern PROGRAM =
      Pattern.compile("(?m)^([ \\t]*)-[ \\t]+(?:[\"']?)(?:/\\S*/)?etcd(?:[\"']?)[ \\t]*$");

  /** Rejects null. */
  FlagText {
    Objects.requireNonNull(flag, "flag");
    Objects.requireNonNull(value, "value");
  }

  /** The settings with the flag; empty when there is no place for it. */
  Optional<EtcdConfiguration> in(EtcdConfiguration before, EtcdLayout.Profile profile) {
    Optional<String> text =
        switch (profile) {
          case KUBEADM -> manifest(before.text());
          case SYSTEMD -> Optional.of(environment(before.text()));
        };
    return text.map(now -> new EtcdConfiguration(before.file(), now, before.owner()));
  }

  private Optional<String> manifest(String text) {
    String written = "--" + flag + "=" + value;
    Matcher there =
        Pattern.compile("--" + flag + "(?:(?:=|[ \\t]+)[0-9a-zA-Z]+)?(?![\\w-])").matcher(text);
    if (there.find()) {
      return Optional.of(there.replaceAll(written));
    }
    Matcher program = PROGRAM.matcher(text);
    return program.find()
        ? Optional.of(
            text.substring(0, program.end())
                + "\n"
                + program.group(1)
                + "- "
                + written
                + text.substring(program.end()))
        : Optional.empty();
  }

  private String environment(String text) {
    String written = "ETCD_" + flag.toUpperCase(Locale.ROOT).replace('-', '_') + "=";
    Matcher there =
        Pattern.compile("(?m)^([ \\t]*(?:export[ \\t]+)?)" + written + ".*$").matcher(text);
    if (there.find()) {
      return there.replaceAll("$1" + written + value);
    }
    String end = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
    return text + end + written + value + "\n";
  }
}
