package io.github.etcdrunbook.expression;

import dev.cel.compiler.CelCompiler;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The names that an expression may use, with their types. Immutable; what CEL needs for checking is
 * made at the first use and kept, so one scope should serve all expressions of one place.
 */
public final class Declarations {
  private final Map<String, ExpressionType> names;
  private CelNames compiled;

  private Declarations(Map<String, ExpressionType> names) {
    this.names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
  }

  /** No names. */
  public static Declarations empty() {
    return new Declarations(Map.of());
  }

  /** These names. */
  public static Declarations of(Map<String, ExpressionType> names) {
    return new Declarations(names);
  }

  /** These names and one more; a name that is there already gets the new type. */
  public Declarations with(String name, ExpressionType type) {
    Map<String, ExpressionType> more = new LinkedHashMap<>(names);
    more.put(name, type);
    return new Declarations(more);
  }

  /** The names, in the order in which they were declared. */
  public Map<String, ExpressionType> names() {
    return names;
  }

  synchronized CelNames compiled() {
    if (compiled == null) {
      compiled = new CelNames(names);
    }
    return compiled;
  }

  CelCompiler compiler() {
    return compiled().compiler();
  }
}
