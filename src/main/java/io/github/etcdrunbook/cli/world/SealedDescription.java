package io.github.etcdrunbook.cli.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.SealedName;
import io.github.etcdrunbook.world.Sha256;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The JSON file beside an encrypted file: what it is and the names of what is in it, no content.
 * Also finds the encrypted files of a snapshot again by it.
 */
final class SealedDescription {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ENDING = ".json";
  private static final long BYTES_MAX = 1 << 20;

  private SealedDescription() {}

  /** The text that lies beside the file. */
  static String of(Effect.SealFiles seal, String snapshot, Sha256 digest, List<String> names) {
    ObjectNode root = JSON.createObjectNode();
    root.put("file", Path.of(seal.path()).getFileName().toString());
    root.put("snapshot", snapshot);
    root.put("host", seal.host().text());
    root.put("recipient", seal.recipient().toString());
    root.put("sha256", digest.hexadecimal());
    ArrayNode files = root.putArray("files");
    names.forEach(files::add);
    return root.toPrettyString() + "\n";
  }

  /** The digest that the description beside the file says; none where it describes another. */
  static Optional<String> digest(Path file) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ENDING);
    JsonNode root = read(beside);
    return root.path("file").asText().equals(file.getFileName().toString())
        ? Optional.of(root.path("sha256").asText())
        : Optional.empty();
  }

  /**
   * The encrypted files that were saved with a snapshot, each with its description after it; none
   * without a description, and no links. A file that is gone leaves its description in the list.
   */
  static List<Path> with(Path snapshot) throws IOException {
    Path folder = snapshot.toAbsolutePath().getParent();
    List<Path> found = new ArrayList<>();
    if (folder == null || !Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path beside : entries) {
        String name = beside.getFileName().toString();
        String file = name.substring(0, Math.max(0, name.length() - ENDING.length()));
        if (!name.endsWith(ENDING)
            || !SealedName.belongs(file, snapshot.getFileName().toString())) {
          continue;
        }
        JsonNode root = read(beside);
        if (root.path("file").asText().equals(file)
            && root.path("snapshot").asText().equals(snapshot.getFileName().toString())) {
          Path sealed = beside.resolveSibling(file);
          if (Files.isRegularFile(sealed, LinkOption.NOFOLLOW_LINKS)) {
            found.add(sealed);
          }
          found.add(beside);
        }
      }
    }
    return found;
  }

  private static JsonNode read(Path beside) throws IOException {
    if (!Files.isRegularFile(beside, LinkOption.NOFOLLOW_LINKS) || Files.size(beside) > BYTES_MAX) {
      return JSON.missingNode();
    }
    try {
      JsonNode root = JSON.readTree(Files.readString(beside));
      return root == null ? JSON.missingNode() : root;
    } catch (JsonProcessingException foreign) {
      return JSON.missingNode();
    }
  }
}
