package io.github.etcdrunbook.world;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who holds a lock: a run, and the process that works on it. Its text form is one word without
 * blanks, slashes or what a shell takes for a pattern. Immutable.
 *
 * @param run the run; the id by which the lock is released
 * @param playbook what it performs
 * @param cluster on which cluster
 * @param who the operator and the process
 * @param since when it was taken
 * @param token drawn by each process: an older process of the same run does not have it
 */
public record LockOwner(
    RunId run, String playbook, String cluster, Who who, Instant since, String token) {
  /** Rejects null. */
  public LockOwner {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(playbook, "playbook");
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(who, "who");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(token, "token");
  }

  /**
   * The operator and the process.
   *
   * @param operator the person
   * @param machine the name of the operator's machine
   * @param desk the id of the state folder there: two with one name are two machines
   * @param process the process id
   * @param born when the process began, so that an id used again is not taken for it
   */
  public record Who(String operator, String machine, String desk, long process, Instant born) {
    /** Rejects null. */
    public Who {
      Objects.requireNonNull(operator, "operator");
      Objects.requireNonNull(machine, "machine");
      Objects.requireNonNull(desk, "desk");
      Objects.requireNonNull(born, "born");
    }
  }

  /** Whether a claim by this owner may replace a lock that another process holds. */
  public boolean reenters(LockOwner held, LockPlace.Reentry reentry) {
    return held.run().equals(run)
        && (reentry == LockPlace.Reentry.ANY_MACHINE || held.who().desk().equals(who.desk()));
  }

  /** The text form. */
  public String text() {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("run", run.text());
    parts.put("desk", who.desk());
    parts.put("token", token);
    parts.put("operator", who.operator());
    parts.put("machine", who.machine());
    parts.put("process", String.valueOf(who.process()));
    parts.put("born", who.born().toString());
    parts.put("since", since.toString());
    parts.put("playbook", playbook);
    parts.put("cluster", cluster);
    return parts.entrySet().stream()
        .map(
            part ->
                part.getKey() + "=" + URLEncoder.encode(part.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining(",", "", ",end"));
  }

  /** Reads the text form back; empty when it is none. */
  public static Optional<LockOwner> parse(String text) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : text.strip().split(",")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals), decoded(part.substring(equals + 1)));
      }
    }
    try {
      return Optional.of(
          new LockOwner(
              new RunId(parts.getOrDefault("run", "")),
              parts.getOrDefault("playbook", ""),
              parts.getOrDefault("cluster", ""),
              new Who(
                  parts.getOrDefault("operator", ""),
                  parts.getOrDefault("machine", ""),
                  parts.getOrDefault("desk", ""),
                  Long.parseLong(parts.getOrDefault("process", "0")),
                  Instant.parse(parts.getOrDefault("born", ""))),
              Instant.parse(parts.getOrDefault("since", "")),
              parts.getOrDefault("token", "")));
    } catch (IllegalArgumentException | DateTimeParseException notOurs) {
      return Optional.empty();
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }
}
