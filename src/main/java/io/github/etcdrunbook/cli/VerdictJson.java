package io.github.etcdrunbook.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.etcdrunbook.snapshot.Offence;
import io.github.etcdrunbook.snapshot.SnapshotContents;
import io.github.etcdrunbook.snapshot.SnapshotVerdict;
import io.github.etcdrunbook.world.Alarm;
import io.github.etcdrunbook.world.Member;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Verdicts as JSON for a program: an array, one object per file. Ids are texts. Pure. */
final class VerdictJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private VerdictJson() {}

  static ArrayNode of(List<SnapshotVerdict> verdicts, Predicate<SnapshotVerdict> accepted) {
    ArrayNode array = JSON.createArrayNode();
    verdicts.forEach(verdict -> array.add(verdict(verdict, accepted.test(verdict))));
    return array;
  }

  private static ObjectNode verdict(SnapshotVerdict verdict, boolean good) {
    ObjectNode node = JSON.createObjectNode();
    node.put("file", verdict.file().toString());
    node.put("good", good);
    node.put("bytes", verdict.bytes());
    node.put("sha256", verdict.sha256().toString());
    node.put("trailer", verdict.trailer().name().toLowerCase(Locale.ROOT));
    node.put("offencesTotal", verdict.offencesTotal());
    ArrayNode offences = node.putArray("offences");
    verdict.offences().forEach(offence -> offences.add(offence(offence)));
    verdict.contents().ifPresent(contents -> contents(node.putObject("contents"), contents));
    return node;
  }

  static ObjectNode offence(Offence offence) {
    ObjectNode node = JSON.createObjectNode();
    node.put("offset", offence.offset());
    offence.page().ifPresent(page -> node.put("page", page));
    node.put("what", offence.what());
    return node;
  }

  static void contents(ObjectNode node, SnapshotContents contents) {
    SnapshotContents.Figures figures = contents.figures();
    node.put("hash", figures.hash());
    node.put("revision", figures.revision());
    node.put("entries", figures.entries());
    node.put("liveKeys", figures.liveKeys());
    node.put("registryKeys", figures.registryKeys());
    node.put("leasedKeys", figures.leasedKeys());
    node.put("databaseBytes", figures.databaseBytes());
    node.put("compactedRevision", figures.compactedRevision());
    origin(node, contents.origin());
    ArrayNode alarms = node.putArray("alarms");
    contents.inheritance().alarms().forEach(alarm -> alarms.add(alarm(alarm)));
    node.put("leases", contents.inheritance().leases());
    node.put("auth", contents.inheritance().auth());
  }

  private static void origin(ObjectNode node, SnapshotContents.Origin origin) {
    origin.clusterVersion().ifPresent(version -> node.put("clusterVersion", version));
    origin.storageVersion().ifPresent(version -> node.put("storageVersion", version));
    origin.clusterUid().ifPresent(uid -> node.put("clusterUid", uid));
    node.put("term", origin.term());
    node.put("consistentIndex", origin.consistentIndex());
    ArrayNode members = node.putArray("members");
    origin.members().forEach(member -> members.add(member(member)));
    ArrayNode removed = node.putArray("removed");
    origin.removed().forEach(id -> removed.add(id.toString()));
  }

  private static ObjectNode member(Member member) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", member.id().toString());
    node.put("name", member.name());
    member.peerUrls().forEach(node.putArray("peerUrls")::add);
    member.clientUrls().forEach(node.putArray("clientUrls")::add);
    node.put("learner", member.learner());
    return node;
  }

  private static ObjectNode alarm(Alarm alarm) {
    return JSON.createObjectNode()
        .put("type", alarm.type().name())
        .put("member", alarm.member().toString());
  }
}
