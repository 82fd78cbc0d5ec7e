package io.github.etcdrunbook.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The part of ssh_config that this program follows: {@code Host} blocks with globs and negation,
 * and {@code Include}. As in OpenSSH, the first value found wins. {@code Match} blocks are left
 * out; a note says so. Immutable once read.
 */
public final class SshConfig {
  private static final int INCLUDE_DEPTH_MAX = 16;

  private final Path home;
  private final List<Entry> entries = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private SshConfig(Path home) {
    this.home = home;
  }

  /** One setting, and the patterns of the blocks that it stands in (all of them must match). */
  private record Entry(List<List<String>> blocks, String keyword, String value) {
    boolean appliesTo(String host) {
      return blocks.stream().allMatch(patterns -> HostPattern.matchesAny(patterns, host));
    }
  }

  /** A configuration without settings. */
  public static SshConfig empty(Path home) {
    return new SshConfig(home);
  }

  /**
   * Reads these files, the first one first; a file that is not there counts as empty.
   *
   * @param home what {@code ~} stands for
   */
  public static SshConfig read(Path home, List<Path> files) {
    SshConfig config = new SshConfig(home);
    files.forEach(file -> config.readFile(file, List.of(), 0));
    return config;
  }

  /** What is not followed, in sentences with file and line. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** The value of a keyword for a host, as {@code ssh} would take it. */
  Optional<String> value(String host, String keyword) {
    return values(host, keyword).stream().findFirst();
  }

  /** All values of a keyword for a host, for keywords that add up. */
  List<String> values(String host, String keyword) {
    String wanted = keyword.toLowerCase(Locale.ROOT);
    return entries.stream()
        .filter(entry -> entry.keyword().equals(wanted) && entry.appliesTo(host))
        .map(Entry::value)
        .toList();
  }

  private void readFile(Path file, List<List<String>> enclosing, int depth) {
    if (depth > INCLUDE_DEPTH_MAX) {
      notes.add(file + " is included too deeply and left out");
      return;
    }
    if (!Files.isRegularFile(file)) {
      return;
    }
    List<String> lines;
    try {
      lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException unreadable) {
      notes.add(file + " cannot be read and is left out: " + unreadable.getMessage());
      return;
    }
    List<List<String>> blocks = enclosing;
    boolean inMatch = false;
    for (int index = 0; index < lines.size(); index++) {
      List<String> words = ConfigLine.words(lines.get(index));
      if (words.size() < 2) {
        continue;
      }
      String keyword = words.getFirst().toLowerCase(Locale.ROOT);
      List<String> arguments = words.subList(1, words.size());
      switch (keyword) {
        case "host" -> {
          inMatch = false;
          blocks = plus(enclosing, arguments);
        }
        case "match" -> {
          inMatch = true;
          notes.add(file + ":" + (index + 1) + ": this `Match` block is not followed");
        }
        default -> {
          if (!inMatch) {
            take(file, blocks, keyword, arguments, depth);
          }
        }
      }
    }
  }

  private void take(
      Path file, List<List<String>> blocks, String keyword, List<String> arguments, int depth) {
    if (keyword.equals("include")) {
      for (String pattern : arguments) {
        included(file, pattern).forEach(found -> readFile(found, blocks, depth + 1));
      }
    } else if (keyword.endsWith("knownhostsfile")) {
      arguments.forEach(value -> entries.add(new Entry(blocks, keyword, value)));
    } else {
      entries.add(new Entry(blocks, keyword, String.join(" ", arguments)));
    }
  }

  /** The files that an Include names: relative ones lie beside the user's configuration. */
  private List<Path> included(Path file, String pattern) {
    boolean ofSystem = file.startsWith("/etc/ssh");
    Path base = ofSystem ? Path.of("/etc/ssh") : home.resolve(".ssh");
    Path path =
        pattern.startsWith("~/") ? home.resolve(pattern.substring(2)) : base.resolve(pattern);
    Path folder = path.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> matching =
        Files.newDirectoryStream(folder, String.valueOf(path.getFileName()))) {
      matching.forEach(found::add);
    } catch (IOException unreadable) {
      notes.add(file + ": `Include " + pattern + "` cannot be read: " + unreadable.getMessage());
    }
    return found.stream().sorted().toList();
  }

  private static List<List<String>> plus(List<List<String>> enclosing, List<String> patterns) {
    List<List<String>> all = new ArrayList<>(enclosing);
    all.add(patterns);
    return List.copyOf(all);
  }
}
