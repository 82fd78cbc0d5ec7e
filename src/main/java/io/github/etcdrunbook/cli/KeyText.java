package io.github.etcdrunbook.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.etcdrunbook.report.Style;
import io.github.etcdrunbook.snapshot.EncryptionAtRest;
import io.github.etcdrunbook.snapshot.KubernetesObject;
import io.github.etcdrunbook.snapshot.ResourceKey;
import io.github.etcdrunbook.snapshot.SnapshotKeys.Found;
import java.io.IOException;
import java.util.Optional;

/**
 * One key of a snapshot or a cluster as text: what it is, and its value unless that is secret.
 * Pure.
 */
final class KeyText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private KeyText() {}

  static String of(Found found, boolean showSecrets) {
    StringBuilder text = new StringBuilder();
    text.append("%-12s %s%n".formatted("key", Style.harmless(found.key())));
    text.append(
        "%-12s created %d, changed %d, version %d%n"
            .formatted("revisions", found.createRevision(), found.modRevision(), found.version()));
    if (found.lease() != 0) {
      text.append("%-12s %x%n".formatted("lease", found.lease()));
    }
    byte[] value = found.bytes();
    Optional<EncryptionAtRest> encryption = EncryptionAtRest.of(value);
    encryption.ifPresent(
        how -> text.append("%-12s %s%n".formatted("encrypted", Style.harmless(how.toString()))));
    KubernetesObject.read(value).ifPresent(object -> text.append(object(object)));
    text.append("%-12s %d bytes%n".formatted("value", value.length));
    if (hidden(found, showSecrets)) {
      text.append("             not shown: give --show-secrets\n");
    } else if (encryption.isEmpty()) {
      text.append(value(value));
    }
    return text.toString();
  }

  /** Whether the value of the key must not be shown: a Secret by its key or by its own word. */
  static boolean hidden(Found found, boolean showSecrets) {
    return !showSecrets
        && (ResourceKey.of(found.key()).type().equals("secrets")
            || KubernetesObject.read(found.bytes())
                .filter(object -> object.kind().equals("Secret"))
                .isPresent());
  }

  private static String object(KubernetesObject object) {
    return "%-12s %s %s %s%s%n%-12s %s%n"
        .formatted(
            "object",
            Style.harmless(object.apiVersion()),
            Style.harmless(object.kind()),
            object.namespace().isEmpty() ? "" : Style.harmless(object.namespace()) + "/",
            Style.harmless(object.name()),
            "uid",
            Style.harmless(object.uid()));
  }

  /** JSON is set out; of protobuf and other bytes the printable ones are shown, others as dots. */
  private static String value(byte[] value) {
    if (value.length > 0 && value[0] == '{') {
      try {
        JsonNode json = JSON.readTree(value);
        return json.toPrettyString() + "\n";
      } catch (JacksonException e) {
        return printable(value);
      } catch (IOException e) {
        throw new IllegalStateException("reading from memory does no input", e);
      }
    }
    return printable(value);
  }

  private static String printable(byte[] value) {
    StringBuilder text = new StringBuilder();
    for (byte b : value) {
      boolean shown = (b >= ' ' && b < 0x7f) || b == '\n';
      text.append(shown ? (char) b : '.');
    }
    return text.append('\n').toString();
  }
}
