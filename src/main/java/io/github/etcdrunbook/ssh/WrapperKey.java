package io.github.etcdrunbook.ssh;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key under which a command is started at most once: this attempt at this effect of this step
 * on this host in this run. Every part is safe in a path. Immutable.
 */
public record WrapperKey(String run, String step, String host, int index, int attempt) {
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");
  private static final Pattern NAME =
      Pattern.compile("([A-Za-z0-9_.-]+)@([A-Za-z0-9_.-]+)\\.([0-9]{1,9})\\.([0-9]{1,9})");

  /** Rejects parts that would not be a plain file name. */
  public WrapperKey {
    requirePart("run", run);
    requirePart("step", step);
    requirePart("host", host);
    if (index < 0 || attempt < 0) {
      throw new IllegalArgumentException("index and attempt count from 0");
    }
  }

  /** The file name of the key within its run. */
  String fileName() {
    return step + "@" + host + "." + index + "." + attempt;
  }

  /** Reads a file name back; empty when it is none of ours. */
  static Optional<WrapperKey> parse(String run, String fileName) {
    Matcher name = NAME.matcher(fileName);
    if (!name.matches() || !PART.matcher(run).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new WrapperKey(
            run,
            name.group(1),
            name.group(2),
            Integer.parseInt(name.group(3)),
            Integer.parseInt(name.group(4))));
  }

  static void requirePart(String what, String value) {
    if (!PART.matcher(value).matches()) {
      throw new IllegalArgumentException(what + " is not safe in a path: `" + value + "`");
    }
  }

  @Override
  public String toString() {
    return run + "/" + fileName();
  }
}
