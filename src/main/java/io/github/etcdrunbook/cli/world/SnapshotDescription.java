package io.github.etcdrunbook.cli.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.etcdrunbook.world.DescribedSnapshot;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.SnapshotFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** The JSON file beside a saved snapshot: written when it is verified, read to know it again. */
final class SnapshotDescription {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long BYTES_MAX = 1 << 20;

  private SnapshotDescription() {}

  /** The text that lies beside the file. */
  static String of(Path file, SnapshotFacts facts) {
    ObjectNode root = JSON.createObjectNode();
    root.put("file", file.getFileName().toString());
    root.put("verified", true);
    root.put("sha256", facts.sha256().hexadecimal());
    root.put("bytes", facts.size());
    root.put("revision", facts.revision());
    root.put("keys", facts.keys());
    root.put("registryKeys", facts.contents().registryKeys());
    root.put("leasedKeys", facts.contents().leasedKeys());
    root.put("etcdVersion", facts.contents().version());
    root.put("kubeSystemUid", facts.contents().uid());
    ArrayNode members = root.putArray("members");
    for (Member member : facts.contents().members()) {
      ObjectNode one = members.addObject();
      one.put("id", member.id().toString());
      one.put("name", member.name());
      ArrayNode urls = one.putArray("peerUrls");
      member.peerUrls().forEach(urls::add);
    }
    ArrayNode alarms = root.putArray("alarms");
    facts.contents().alarms().forEach(alarm -> alarms.add(alarm.toString()));
    return root.toPrettyString() + "\n";
  }

  /**
   * The snapshot as it was described; empty unless file and description are regular files of this
   * folder, the description names the file, and its size is still the same.
   */
  static Optional<DescribedSnapshot> read(Path file) {
    Path beside = file.resolveSibling(file.getFileName() + ".json");
    try {
      if (!isRegular(file) || !isRegular(beside) || Files.size(beside) > BYTES_MAX) {
        return Optional.empty();
      }
      JsonNode root = JSON.readTree(Files.readString(beside));
      boolean own =
          root != null
              && root.path("file").asText().equals(file.getFileName().toString())
              && root.path("verified").asBoolean()
              && root.path("bytes").asLong(-1) == Files.size(file)
              && root.path("kubeSystemUid").isTextual()
              && root.path("sha256").asText().matches("[0-9a-f]{64}");
      return own
          ? Optional.of(
              new DescribedSnapshot(
                  file.toString(),
                  new Sha256(root.path("sha256").asText()),
                  root.path("kubeSystemUid").asText()))
          : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private static boolean isRegular(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }
}
