package io.github.etcdrunbook.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.etcdrunbook.snapshot.KeyDifference;
import io.github.etcdrunbook.snapshot.KeyVersion;
import io.github.etcdrunbook.snapshot.RestoreAdvice;
import io.github.etcdrunbook.snapshot.SnapshotDifference;
import java.util.Locale;

/** A comparison as JSON for a program, with every key. Pure. */
final class DifferenceJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DifferenceJson() {}

  static ObjectNode of(SnapshotDifference difference) {
    ObjectNode node = JSON.createObjectNode();
    node.put("equal", difference.equal());
    node.put("basis", difference.basis().name().toLowerCase(Locale.ROOT));
    ArrayNode groups = node.putArray("groups");
    difference
        .groups()
        .forEach(
            (group, counts) -> {
              ObjectNode one = groups.addObject();
              one.put("type", group.type());
              one.put("namespace", group.namespace());
              counts.forEach((kind, count) -> one.put(name(kind), count));
              RestoreAdvice.of(group.type()).ifPresent(advice -> one.put("mind", advice.text()));
            });
    ArrayNode keys = node.putArray("differences");
    difference.differences().forEach(one -> keys.add(key(one)));
    ArrayNode offences = node.putArray("offences");
    difference.offences().forEach(offence -> offences.add(VerdictJson.offence(offence)));
    return node;
  }

  private static ObjectNode key(KeyDifference difference) {
    ObjectNode node = JSON.createObjectNode();
    node.put("key", difference.key());
    node.put("kind", name(difference.kind()));
    difference.before().ifPresent(before -> node.set("before", version(before)));
    difference.after().ifPresent(after -> node.set("after", version(after)));
    return node;
  }

  private static String name(KeyDifference.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode version(KeyVersion version) {
    return JSON.createObjectNode()
        .put("createRevision", version.createRevision())
        .put("modRevision", version.modRevision())
        .put("version", version.version());
  }
}
