package io.github.etcdrunbook.etcd;

import io.github.etcdrunbook.world.ClusterId;
import io.github.etcdrunbook.world.MemberId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one member says of itself; needs no quorum. Immutable.
 *
 * @param errors the member's complaints in its own words, alarms among them
 */
public record EndpointStatus(
    Identity identity,
    Versions versions,
    RaftPosition raft,
    Space space,
    long revision,
    boolean learner,
    List<String> errors) {
  private static final Pattern ALARM = Pattern.compile("memberID:(\\d+) alarm:(\\w+)\\s*");

  /** Who answers. */
  public record Identity(ClusterId cluster, MemberId member) {}

  /** The server's version and, from 3.6, that of its storage. */
  public record Versions(String server, Optional<String> storage) {}

  /**
   * Where the member's log is.
   *
   * @param index the committed index
   * @param applied the index that the key space has reached
   */
  public record RaftPosition(Optional<MemberId> leader, long term, long index, long applied) {}

  /**
   * The size of the database.
   *
   * @param quotaBytes told from 3.6 on, wrong before 3.6.6
   */
  public record Space(long fileBytes, long usedBytes, OptionalLong quotaBytes) {}

  /** Rejects null and copies the list. */
  public EndpointStatus {
    Objects.requireNonNull(identity, "identity");
    Objects.requireNonNull(versions, "versions");
    Objects.requireNonNull(raft, "raft");
    Objects.requireNonNull(space, "space");
    errors = List.copyOf(errors);
  }

  /** Whether the member is the leader that it knows. */
  public boolean leads() {
    return raft.leader().filter(identity.member()::equals).isPresent();
  }

  /** The alarms among the errors, which print the member's id in decimal. */
  public List<RaisedAlarm> alarms() {
    return errors.stream().flatMap(error -> alarm(error).stream()).toList();
  }

  private static Optional<RaisedAlarm> alarm(String error) {
    Matcher matcher = ALARM.matcher(error);
    return matcher.matches()
        ? Optional.of(
            new RaisedAlarm(
                new MemberId(Long.parseUnsignedLong(matcher.group(1))),
                AlarmKind.named(matcher.group(2))))
        : Optional.empty();
  }
}
