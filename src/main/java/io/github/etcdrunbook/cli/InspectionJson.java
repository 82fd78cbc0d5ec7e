package io.github.etcdrunbook.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.etcdrunbook.snapshot.KeyFigure;
import io.github.etcdrunbook.snapshot.KeyGroup;
import io.github.etcdrunbook.snapshot.SnapshotInspection;
import java.util.List;

/** An inspection as JSON for a program. Pure. */
final class InspectionJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private InspectionJson() {}

  static ObjectNode of(SnapshotInspection inspection) {
    ObjectNode node = JSON.createObjectNode();
    inspection
        .contents()
        .ifPresent(contents -> VerdictJson.contents(node.putObject("contents"), contents));
    groups(node.putArray("types"), inspection.types());
    groups(node.putArray("groups"), inspection.groups());
    keys(node.putArray("biggest"), inspection.top().biggest());
    keys(node.putArray("mostWritten"), inspection.top().mostWritten());
    node.put("leasedKeys", inspection.leasedKeys());
    ArrayNode encryption = node.putArray("encryption");
    inspection
        .encryption()
        .forEach(
            (how, keys) ->
                encryption
                    .addObject()
                    .put("provider", how.provider())
                    .put("key", how.key())
                    .put("keys", keys));
    ArrayNode offences = node.putArray("offences");
    inspection.offences().forEach(offence -> offences.add(VerdictJson.offence(offence)));
    return node;
  }

  private static void groups(ArrayNode array, List<KeyGroup> groups) {
    groups.forEach(
        group ->
            array
                .addObject()
                .put("type", group.type())
                .put("namespace", group.namespace())
                .put("keys", group.keys())
                .put("bytes", group.bytes())
                .put("olderEntries", group.olderEntries())
                .put("olderBytes", group.olderBytes())
                .put("encrypted", group.encrypted()));
  }

  private static void keys(ArrayNode array, List<KeyFigure> keys) {
    keys.forEach(
        key ->
            array
                .addObject()
                .put("key", key.key())
                .put("bytes", key.bytes())
                .put("version", key.version()));
  }
}
