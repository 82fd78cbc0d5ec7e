package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.etcdrunbook.playbook.PlaybookReader;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.yaml.Mapping;
import io.github.etcdrunbook.yaml.Node;
import io.github.etcdrunbook.yaml.Scalar;
import io.github.etcdrunbook.yaml.Sequence;
import io.github.etcdrunbook.yaml.YamlReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The schemas, judged by a validator that is not ours: what ships is valid, broken files are not.
 */
final class SchemaCommandTest {
  private static final Path INVALID = Path.of("src/test/resources/invalid");

  /** Rules about structure, which a schema can tell as well as we. */
  private static final List<String> STRUCTURE =
      List.of(
          "argument.missing-key",
          "argument.unknown-key",
          "gate.unknown-key",
          "gate.wrong-type",
          "input.missing-key",
          "input.unknown-key",
          "inventory.missing-key",
          "inventory.unknown-key",
          "inventory.unknown-word",
          "inventory.wrong-kind",
          "playbook.missing-key",
          "playbook.unknown-key",
          "step.missing-key",
          "step.unknown-action",
          "step.unknown-key");

  private static String printed(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            InputStream.nullInputStream(),
            Map.of(),
            Console.Terminal.NONE);
    assertEquals(
        ExitCode.DONE, Main.run(console, arguments), () -> out.toString(StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  private static JsonSchema schema(SchemaCommand.Format format) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(format.schema());
  }

  /** A file as an editor sees it: YAML 1.2 with its core schema. */
  private static JsonNode json(Node node) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (node) {
      case Scalar scalar -> scalar(scalar);
      case Sequence list -> {
        ArrayNode array = json.arrayNode();
        list.items().forEach(item -> array.add(json(item)));
        yield array;
      }
      case Mapping map -> {
        ObjectNode object = json.objectNode();
        map.entries().forEach(entry -> object.set(entry.name(), json(entry.value())));
        yield object;
      }
    };
  }

  private static JsonNode scalar(Scalar scalar) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (scalar.isNull()) {
      return json.nullNode();
    }
    return scalar
        .asBoolean()
        .<JsonNode>map(json::booleanNode)
        .or(() -> scalar.asWhole().map(json::numberNode))
        .or(() -> scalar.asReal().map(json::numberNode))
        .orElseGet(() -> json.textNode(scalar.text()));
  }

  private static List<String> faults(Path path) {
    try {
      SourceFile file = new SourceFile(path.toString(), Files.readString(path));
      SchemaCommand.Format format =
          PlaybookReader.isPlaybook(file)
              ? SchemaCommand.Format.PLAYBOOK
              : SchemaCommand.Format.INVENTORY;
      Node root = YamlReader.read(file).value().orElseThrow();
      return schema(format).validate(json(root)).stream().map(Object::toString).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> yaml(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Path> shipped() {
    return Stream.of("playbooks", "examples", "inventories")
        .flatMap(folder -> yaml(Path.of(folder)).stream())
        .filter(file -> !file.endsWith("ansible.yaml"));
  }

  static Stream<Path> broken() {
    // That a choice needs its words is told by its reader.
    return STRUCTURE.stream()
        .flatMap(rule -> yaml(INVALID.resolve(rule)).stream())
        .filter(file -> !file.endsWith("input.missing-key/allowed.yaml"));
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void whatShipsIsValid(Path file) {
    assertEquals(List.of(), faults(file));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void brokenStructureIsNot(Path file) {
    assertFalse(faults(file).isEmpty(), file.toString());
  }

  @ParameterizedTest
  @EnumSource
  void theCommandPrintsIt(SchemaCommand.Format format) {
    String text = printed("schema", format.toString());
    assertTrue(text.contains("http://json-schema.org/draft-07/schema#"), text);
  }

  @Test
  void anEditorCanExplainAnArgument() {
    assertTrue(
        SchemaCommand.Format.PLAYBOOK.schema().toString().contains("The quota of the database"));
  }
}
