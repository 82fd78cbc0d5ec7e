package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.etcdrunbook.etcd.Bytes;
import io.github.etcdrunbook.etcd.LivingKeys;
import io.github.etcdrunbook.etcd.StoredKey;
import io.github.etcdrunbook.inventory.HostName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What `keys` and `get` make of keys, in every format. */
final class LivingKeyTextTest {
  private static final LivingKeys.Source SOURCE =
      new LivingKeys.Source(new HostName("cp2"), 42, true);
  private static final List<String> KEYS =
      List.of(
          "/registry/minions/cp1",
          "/registry/pods/blue/one",
          "/registry/pods/blue/two",
          "/registry/pods/red/three",
          "note\u001b[2J");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private static StoredKey stored(String key, String value) {
    return new StoredKey(Bytes.utf8(key), Bytes.utf8(value), 3, 7, 2, 255);
  }

  private String listed(KeyListing listing) {
    KEYS.forEach(key -> listing.key(stored(key, "")));
    listing.end(SOURCE, out);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  @Test
  void listsOneKeyALineThatCannotMoveTheCursor() {
    String text = listed(new KeyLines(out, OutputFormat.TEXT));
    assertEquals(KEYS.size(), text.lines().count());
    assertFalse(text.contains("\u001b"), text);
  }

  @Test
  void jsonHasTheRevisionThatAllKeysWereReadAt() throws IOException {
    JsonNode json = json(listed(new KeyLines(out, OutputFormat.JSON)));
    assertEquals(42, json.get("revision").asLong());
    assertEquals("/registry/minions/cp1", json.at("/keys/0/key").asText());
    assertEquals("ff", json.at("/keys/0/lease").asText());
  }

  @Test
  void countsByTypeMostNumerousFirst() {
    assertEquals(
        """
              KEYS  TYPE
                 3  pods
                 1  (not Kubernetes)
                 1  nodes
                 5  in all
        """,
        listed(new KeyCount(KeyCount.By.TYPE, OutputFormat.TEXT)));
  }

  @Test
  void countsByNamespace() throws IOException {
    JsonNode json = json(listed(new KeyCount(KeyCount.By.NAMESPACE, OutputFormat.JSON)));
    assertEquals(5, json.get("keys").asInt());
    assertEquals(2, json.at("/counts/0/keys").asInt());
    assertEquals(
        List.of("", "blue", "red"),
        json.get("counts").findValues("namespace").stream().map(JsonNode::asText).toList());
  }

  @Test
  void aSecretIsHiddenByItsKeyAndByItsOwnWord() {
    String object = "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"data\":{\"p\":\"hunter2\"}}";
    for (String key : List.of("/registry/secrets/a/b", "/elsewhere/secrets/a/b")) {
      StoredKey stored = stored(key, object);
      String text = KeyText.of(GetCommand.found(stored), false);
      String json = KeyJson.of(SOURCE, GetCommand.found(stored), false).toString();
      assertTrue(text.contains("give --show-secrets"), text);
      assertFalse(text.contains("hunter2") || json.contains("valueBase64"), text + json);
    }
  }

  @Test
  void jsonHasTheBytesOfAValue() {
    JsonNode json = KeyJson.of(SOURCE, GetCommand.found(stored("a", "bä")), false);
    assertEquals(
        "bä",
        new String(
            Base64.getDecoder().decode(json.get("valueBase64").asText()), StandardCharsets.UTF_8));
    assertEquals(3, json.get("bytes").asInt());
  }
}
