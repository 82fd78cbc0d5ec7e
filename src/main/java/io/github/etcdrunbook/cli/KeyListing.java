package io.github.etcdrunbook.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.etcdrunbook.etcd.LivingKeys;
import io.github.etcdrunbook.etcd.StoredKey;
import java.io.PrintStream;

/** Takes keys one by one, in their order, and shows them at the latest when they end. */
interface KeyListing {
  /** The next key. */
  void key(StoredKey key);

  /** All keys have been given. */
  void end(LivingKeys.Source source, PrintStream out);

  /** What every JSON answer begins with. */
  static ObjectNode json(LivingKeys.Source source) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("host", source.host().text())
        .put("revision", source.revision())
        .put("quorum", source.quorum());
  }
}
