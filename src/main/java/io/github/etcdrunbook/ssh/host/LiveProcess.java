package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.Incarnation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process as the kernel shows it. Pure; immutable.
 *
 * @param startedAt milliseconds since boot
 * @param command its argument list
 * @param environment its variables that begin with {@code ETCD_}
 * @param container the id of the container that it belongs to, from its control groups
 */
record LiveProcess(
    int pid,
    long startedAt,
    List<String> command,
    Map<String, String> environment,
    Optional<String> container) {
  private static final Pattern CONTAINER = Pattern.compile("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])");
  private static final int STATE_FIELD = 0;

  /** The start time is the 22nd field of stat; the first two are cut off. */
  private static final int START_FIELD = 19;

  /** Copies. */
  LiveProcess {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** The processes in the sections of the unit script; those that have ended are left out. */
  static List<LiveProcess> all(List<Section> sections) {
    long ticks = Section.word(sections, "ticks").map(Long::parseLong).orElse(100L);
    List<LiveProcess> processes = new ArrayList<>();
    for (Section section : sections) {
      Optional<String> pid = section.behind("stat").filter(text -> text.matches("[0-9]{1,9}"));
      // A process that is found in two ways is printed twice.
      if (pid.isPresent() && processes.stream().noneMatch(has(pid.get()))) {
        one(pid.get(), section.text().strip().split(" "), sections, ticks)
            .ifPresent(processes::add);
      }
    }
    return List.copyOf(processes);
  }

  private static Predicate<LiveProcess> has(String pid) {
    return process -> String.valueOf(process.pid()).equals(pid);
  }

  private static Optional<LiveProcess> one(
      String pid, String[] stat, List<Section> sections, long ticks) {
    boolean ended = stat[STATE_FIELD].equals("Z") || stat[STATE_FIELD].equals("X");
    List<String> command = lines(sections, "words " + pid);
    if (ended || stat.length <= START_FIELD || command.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> environment = new LinkedHashMap<>();
    lines(sections, "environment " + pid)
        .forEach(line -> UnitProperties.assignment(line, environment));
    Matcher container = CONTAINER.matcher(String.join("\n", lines(sections, "groups " + pid)));
    return Optional.of(
        new LiveProcess(
            Integer.parseInt(pid),
            Long.parseLong(stat[START_FIELD]) * 1000 / ticks,
            command,
            environment,
            container.find() ? Optional.of(container.group()) : Optional.empty()));
  }

  private static List<String> lines(List<Section> sections, String title) {
    List<String> lines = Section.named(sections, title).map(Section::lines).orElse(List.of());
    // The printing ends each list with an empty line of its own.
    return lines.isEmpty() || !lines.getLast().isEmpty()
        ? lines
        : lines.subList(0, lines.size() - 1);
  }

  /** Whether it runs the program of this name. */
  boolean runs(String program) {
    return PodManifest.baseName(command.getFirst()).equals(program);
  }

  /** Which life of the unit it is. */
  Incarnation incarnation() {
    return new Incarnation(
        container.orElse("pid " + pid), startedAt, hash(String.join("\0", command)));
  }

  static String hash(String specification) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(specification.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
