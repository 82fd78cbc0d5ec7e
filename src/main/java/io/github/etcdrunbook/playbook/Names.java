package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.expression.Declarations;
import io.github.etcdrunbook.expression.ExpressionType;
import io.github.etcdrunbook.expression.ExpressionType.Basic;
import io.github.etcdrunbook.expression.ExpressionType.ListOf;
import io.github.etcdrunbook.expression.ExpressionType.Shape;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names of one playbook file with their types, as they grow while it is read from top to
 * bottom: a step sees the steps before it.
 */
final class Names {
  private final Map<String, ExpressionType> inputs = new LinkedHashMap<>();
  private final Set<String> secrets = new LinkedHashSet<>();
  private final Map<String, ExpressionType> variables = new LinkedHashMap<>();
  private final Map<String, ExpressionType> steps = new LinkedHashMap<>();
  private Optional<Declarations> known = Optional.empty();

  void inputs(List<Input> declared) {
    for (Input input : declared) {
      inputs.put(input.name(), Data.type(input.type()));
      if (input.secret()) {
        secrets.add(input.name());
      }
    }
    known = Optional.empty();
  }

  /** A name whose type could not be read: what is said of it elsewhere is not judged. */
  void unreadableInput(String name) {
    inputs.putIfAbsent(name, Basic.ANY);
    known = Optional.empty();
  }

  void variable(String name, ExpressionType type) {
    variables.put(name, type);
    known = Optional.empty();
  }

  void step(String id, ExpressionType output) {
    steps.put(id, output);
    known = Optional.empty();
  }

  Map<String, ExpressionType> steps() {
    return Map.copyOf(steps);
  }

  Set<String> secrets() {
    return Set.copyOf(secrets);
  }

  Map<String, ExpressionType> inputTypes() {
    return Map.copyOf(inputs);
  }

  /** What variables may use: they are computed before any step. */
  Declarations forVariables() {
    return Declarations.empty()
        .with("inputs", Shape.of("inputs", inputs))
        .with("vars", Shape.of("vars", variables))
        .with("cluster", ScopeValues.CLUSTER)
        .with("hosts", new ListOf(ScopeValues.HOST))
        .with("run", ScopeValues.RUN);
  }

  /** What a step may use; {@code host} only where it runs per host. */
  Declarations forStep(boolean perHost) {
    if (known.isEmpty()) {
      known = Optional.of(forVariables().with("steps", new Shape("steps", steps, steps.keySet())));
    }
    return perHost ? known.get().with("host", ScopeValues.HOST) : known.get();
  }

  /** What {@code expect} may use: the output of the step besides. */
  Declarations forExpect(boolean perHost, ExpressionType output) {
    return forStep(perHost).with("result", output);
  }

  /** The type of a step's output, seen by later steps. */
  static ExpressionType outputOf(ExpressionType once, boolean perHost) {
    return perHost ? new ExpressionType.MapOf(once) : once;
  }

  /** The output of a step without an action: nothing. */
  static Shape nothing() {
    return Shape.of("result", Map.of("nothing", Basic.ANY));
  }
}
