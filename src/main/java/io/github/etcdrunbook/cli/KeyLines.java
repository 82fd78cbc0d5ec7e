package io.github.etcdrunbook.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.etcdrunbook.etcd.LivingKeys;
import io.github.etcdrunbook.etcd.StoredKey;
import io.github.etcdrunbook.report.Style;
import java.io.PrintStream;

/** Keys one a line, as they come; as one JSON object only when all are there. */
final class KeyLines implements KeyListing {
  private final PrintStream out;
  private final OutputFormat format;
  private final ArrayNode keys = JsonNodeFactory.instance.arrayNode();

  KeyLines(PrintStream out, OutputFormat format) {
    this.out = out;
    this.format = format;
  }

  @Override
  public void key(StoredKey key) {
    switch (format) {
      case TEXT -> out.println(Style.harmless(key.key().toString()));
      case JSON -> keys.add(json(key));
      case JSONL -> out.println(json(key));
    }
  }

  @Override
  public void end(LivingKeys.Source source, PrintStream stream) {
    if (format == OutputFormat.JSON) {
      ObjectNode json = KeyListing.json(source);
      json.set("keys", keys);
      stream.println(json.toPrettyString());
    }
  }

  private static ObjectNode json(StoredKey key) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("key", key.key().toString())
        .put("createRevision", key.createRevision())
        .put("modRevision", key.modRevision())
        .put("version", key.version())
        .put("lease", Long.toHexString(key.lease()));
  }
}
