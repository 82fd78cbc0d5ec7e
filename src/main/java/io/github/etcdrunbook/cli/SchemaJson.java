package io.github.etcdrunbook.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.etcdrunbook.yaml.Schema;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** A structure as JSON schema, draft 7: the one that all editors know. Pure. */
final class SchemaJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SchemaJson() {}

  static ObjectNode page(String title, Schema schema) {
    ObjectNode json = JSON.objectNode();
    json.put("$schema", "http://json-schema.org/draft-07/schema#").put("title", title);
    json.setAll(of(schema));
    return json;
  }

  private static ObjectNode of(Schema schema) {
    ObjectNode json = JSON.objectNode();
    return switch (schema) {
      case Schema.Anything ignored -> json;
      case Schema.Text ignored -> types(json, "string", "number", "boolean");
      case Schema.Form form -> json.put("type", "string").put("pattern", form.pattern());
      case Schema.Choice choice ->
          // An empty enumeration is not allowed; `false` is, but not everywhere understood.
          choice.words().isEmpty()
              ? json.set("not", JSON.objectNode())
              : json.set("enum", words(choice.words()));
      case Schema.Truth ignored -> json.put("type", "boolean");
      case Schema.Whole ignored -> json.put("type", "integer");
      case Schema.Real ignored -> json.put("type", "number");
      case Schema.ListOf list -> {
        json.put("type", "array").put("minItems", list.least());
        yield json.set("items", of(list.item()));
      }
      case Schema.MapOf map -> {
        json.put("type", "object").put("additionalProperties", false);
        json.putObject("patternProperties").set(map.names(), of(map.value()));
        yield json;
      }
      case Schema.Either either -> {
        ArrayNode any = json.putArray("anyOf");
        either.schemas().forEach(one -> any.add(of(one)));
        yield json;
      }
      case Schema.Described described ->
          json.put("description", described.text()).setAll(of(described.schema()));
      case Schema.Keys keys -> keys(json, keys);
    };
  }

  private static ObjectNode types(ObjectNode json, String... types) {
    return json.set("type", words(List.of(types)));
  }

  private static ArrayNode words(Iterable<String> words) {
    ArrayNode array = JSON.arrayNode();
    words.forEach(array::add);
    return array;
  }

  private static ObjectNode keys(ObjectNode json, Schema.Keys keys) {
    json.put("type", "object").put("additionalProperties", false);
    ObjectNode properties = json.putObject("properties");
    new TreeMap<>(keys.values()).forEach((key, value) -> properties.set(key, of(value)));
    if (!keys.required().isEmpty()) {
      json.set("required", words(new TreeSet<>(keys.required())));
    }
    keys.cases().ifPresent(cases -> json.set("allOf", cases(cases)));
    return json;
  }

  /**
   * For each word: if the one key has it, the other is that; and must be, if something in it must.
   */
  private static ArrayNode cases(Schema.Cases cases) {
    ArrayNode all = JSON.arrayNode();
    new TreeMap<>(cases.byWord())
        .forEach(
            (word, keys) -> {
              ObjectNode one = all.addObject();
              ObjectNode test = one.putObject("if");
              test.putObject("properties").putObject(cases.by()).put("const", word);
              test.putArray("required").add(cases.by());
              ObjectNode then = one.putObject("then");
              then.putObject("properties").set(cases.decided(), of(keys));
              if (!keys.required().isEmpty()) {
                then.putArray("required").add(cases.decided());
              }
            });
    return all;
  }
}
