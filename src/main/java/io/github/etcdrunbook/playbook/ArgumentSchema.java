package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Literal;
import io.github.etcdrunbook.yaml.Schema;
import io.github.etcdrunbook.yaml.Schema.Either;
import io.github.etcdrunbook.yaml.Schema.Form;
import io.github.etcdrunbook.yaml.Schema.Keys;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The structure of an action's arguments, from the components of its record. Pure. */
final class ArgumentSchema {
  /** A value that is computed may stand for any other. */
  private static final Schema COMPUTED = new Form("\\$\\{");

  private ArgumentSchema() {}

  static Keys of(Class<?> record) {
    Map<String, Schema> keys = new HashMap<>();
    Set<String> required = new HashSet<>();
    for (RecordComponent component : record.getRecordComponents()) {
      Doc doc = component.getAnnotation(Doc.class);
      Schema value = of(component.getGenericType());
      keys.put(component.getName(), doc == null ? value : new Schema.Described(doc.value(), value));
      if ((doc == null || doc.byDefault().isEmpty()) && component.getType() != Optional.class) {
        required.add(component.getName());
      }
    }
    return new Keys(keys, required, Optional.empty());
  }

  private static Schema of(Type type) {
    return switch (ArgumentTypes.kind(type)) {
      case TEXT, PATH, IDENTITY, SPAN -> new Schema.Text();
      case TRUTH -> or(new Schema.Truth());
      // A number of bytes may be written with its unit.
      case WHOLE -> or(new Either(List.of(new Schema.Whole(), new Form("^[0-9.]+ ?[A-Za-z]+$"))));
      case REAL -> or(new Schema.Real());
      case CHOICE -> or(new Schema.Choice(ArgumentTypes.words(ArgumentTypes.raw(type))));
      case LIST -> or(new Schema.ListOf(of(ArgumentTypes.parameter(type, 0)), 0));
      case MAP -> or(new Schema.MapOf(".*", of(ArgumentTypes.parameter(type, 1))));
      case RECORD ->
          ArgumentTypes.raw(type) == Literal.class
              ? new Schema.Text()
              : or(of(ArgumentTypes.raw(type)));
      case OPTIONAL, VALUE -> of(ArgumentTypes.parameter(type, 0));
    };
  }

  private static Schema or(Schema written) {
    return new Either(List.of(written, COMPUTED));
  }
}
