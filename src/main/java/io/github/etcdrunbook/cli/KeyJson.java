package io.github.etcdrunbook.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.etcdrunbook.etcd.LivingKeys;
import io.github.etcdrunbook.snapshot.EncryptionAtRest;
import io.github.etcdrunbook.snapshot.KubernetesObject;
import io.github.etcdrunbook.snapshot.SnapshotKeys.Found;
import java.util.Base64;

/** One key of a cluster as JSON; a hidden value is left out. Pure. */
final class KeyJson {
  private KeyJson() {}

  static ObjectNode of(LivingKeys.Source source, Found found, boolean showSecrets) {
    ObjectNode json = KeyListing.json(source);
    json.put("key", found.key())
        .put("createRevision", found.createRevision())
        .put("modRevision", found.modRevision())
        .put("version", found.version())
        .put("lease", Long.toHexString(found.lease()));
    byte[] value = found.bytes();
    EncryptionAtRest.of(value).ifPresent(how -> json.put("encrypted", how.toString()));
    KubernetesObject.read(value)
        .ifPresent(
            object ->
                json.putObject("object")
                    .put("apiVersion", object.apiVersion())
                    .put("kind", object.kind())
                    .put("namespace", object.namespace())
                    .put("name", object.name())
                    .put("uid", object.uid()));
    json.put("bytes", value.length);
    boolean hidden = KeyText.hidden(found, showSecrets);
    json.put("hidden", hidden);
    if (!hidden) {
      json.put("valueBase64", Base64.getEncoder().encodeToString(value));
    }
    return json;
  }
}
