package io.github.etcdrunbook.snapshot;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.etcdrunbook.snapshot.EntryVisitor.Entry;
import io.github.etcdrunbook.world.Alarm;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.MemberId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the small buckets beside the keys (server/storage/schema): members, cluster version,
 * alarms, leases, whether etcd's own authentication is on, and how far the log was applied. Not
 * safe for several threads.
 */
final class StateBuckets {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VALUE_BYTES_MAX = 1 << 20;

  private final FileBytes file;
  private final Offences offences;
  private final List<Member> members = new ArrayList<>();
  private final List<MemberId> removed = new ArrayList<>();
  private final List<Alarm> alarms = new ArrayList<>();
  private Optional<String> clusterVersion = Optional.empty();
  private Optional<String> storageVersion = Optional.empty();
  private boolean auth;
  private long leases;
  private long term;
  private long consistentIndex;
  private long compactedRevision;

  StateBuckets(FileBytes file, Offences offences) {
    this.file = file;
    this.offences = offences;
  }

  void entry(String bucket, Entry entry) {
    if (entry.bytes() > VALUE_BYTES_MAX) {
      offences.add(entry.element(), "bucket " + bucket + " holds an entry of over 1 MiB");
      return;
    }
    switch (bucket) {
      case "lease" -> leases++;
      case "alarm" -> alarm(entry);
      case "members" -> member(entry);
      case "members_removed" ->
          memberId(text(entry.key(), entry.keyBytes()), entry).ifPresent(removed::add);
      case "meta" -> meta(entry);
      case "cluster" -> {
        if (text(entry.key(), entry.keyBytes()).equals("clusterVersion")) {
          clusterVersion = Optional.of(value(entry));
        }
      }
      case "auth" -> {
        if (text(entry.key(), entry.keyBytes()).equals("authEnabled")) {
          auth = entry.valueBytes() > 0 && file.unsignedByte(entry.value()) == 1;
        }
      }
      default -> {
        // Users, roles and buckets of later versions are counted and hashed, not read.
      }
    }
  }

  /** AlarmMember stands in the key: memberID 1, alarm 2. */
  private void alarm(Entry entry) {
    Optional<ProtoMessage> message = ProtoMessage.read(file.copy(entry.key(), entry.keyBytes()));
    if (message.isEmpty()) {
      offences.add(entry.key(), "an alarm that cannot be read");
      return;
    }
    MemberId member = new MemberId(message.get().number(1).orElse(0));
    switch ((int) message.get().number(2).orElse(0)) {
      case 1 -> alarms.add(new Alarm(Alarm.Type.NOSPACE, member));
      case 2 -> alarms.add(new Alarm(Alarm.Type.CORRUPT, member));
      default -> offences.add(entry.key(), "an alarm of an unknown type");
    }
  }

  private void member(Entry entry) {
    Optional<MemberId> id = memberId(text(entry.key(), entry.keyBytes()), entry);
    try {
      JsonNode json = JSON.readTree(file.copy(entry.value(), entry.valueBytes()));
      if (!json.isObject()) {
        offences.add(entry.value(), "a member that is not a JSON object");
      } else if (id.isPresent()) {
        members.add(
            new Member(
                id.get(),
                json.path("name").asText(""),
                texts(json.path("peerURLs")),
                texts(json.path("clientURLs")),
                json.path("isLearner").asBoolean(false)));
      }
    } catch (JacksonException e) {
      offences.add(entry.value(), "a member that is not JSON");
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory does no input", e);
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  private Optional<MemberId> memberId(String text, Entry entry) {
    if (text.matches("[0-9a-f]{1,16}")) {
      return Optional.of(MemberId.parse(text));
    }
    offences.add(entry.key(), "a member without an id");
    return Optional.empty();
  }

  private void meta(Entry entry) {
    switch (text(entry.key(), entry.keyBytes())) {
      case "consistent_index" -> consistentIndex = number(entry);
      case "term" -> term = number(entry);
      case "storageVersion" -> storageVersion = Optional.of(value(entry));
      case "scheduledCompactRev", "finishedCompactRev" ->
          compactedRevision = Math.max(compactedRevision, number(entry));
      default -> {
        // confState repeats the members by id.
      }
    }
  }

  private long number(Entry entry) {
    if (entry.valueBytes() < Long.BYTES) {
      offences.add(entry.value(), "a number of " + entry.valueBytes() + " bytes");
      return 0;
    }
    return file.bigEndianLong(entry.value());
  }

  private String value(Entry entry) {
    return text(entry.value(), entry.valueBytes());
  }

  private String text(long at, int length) {
    return new String(file.copy(at, length), StandardCharsets.UTF_8);
  }

  long compactedRevision() {
    return compactedRevision;
  }

  SnapshotContents.Origin origin(Optional<String> clusterUid) {
    return new SnapshotContents.Origin(
        clusterVersion, storageVersion, clusterUid, members, removed, term, consistentIndex);
  }

  SnapshotContents.Inheritance inheritance() {
    return new SnapshotContents.Inheritance(alarms, leases, auth);
  }
}
