package io.github.etcdrunbook.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import io.github.etcdrunbook.expression.ExprValue.Drifting;
import io.github.etcdrunbook.expression.ExprValue.Fields;
import io.github.etcdrunbook.expression.ExprValue.Items;
import io.github.etcdrunbook.expression.ExprValue.Text;
import io.github.etcdrunbook.expression.ExprValue.Truth;
import io.github.etcdrunbook.expression.ExprValue.Unknown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks a checked tree. Unknown and drifting parts are carried along with the values: an operation
 * on something unknown is unknown, except where the rest decides ({@code false && x}); one on
 * something drifting is drifting. An optional value is, between its making and its use, a list of
 * none or one; the checker sees to it that no other list is taken for one.
 */
final class Evaluator {
  private static final int STEPS_MAX = 200_000;

  private final CelAbstractSyntaxTree tree;
  private int steps;

  Evaluator(CelAbstractSyntaxTree tree) {
    this.tree = tree;
  }

  ExprValue evaluate(Map<String, ExprValue> bindings) {
    return value(tree.getExpr(), bindings);
  }

  private ExprValue value(CelExpr node, Map<String, ExprValue> names) {
    if (++steps > STEPS_MAX) {
      throw new EvaluationFailure("this takes more than " + STEPS_MAX + " steps").at(node.id());
    }
    try {
      return switch (node.getKind()) {
        case CONSTANT -> constant(node.constant());
        case IDENT -> name(node.ident().name(), names);
        case SELECT -> select(node, names);
        case CALL -> call(node, names);
        case LIST -> new Items(values(node.list().elements(), names));
        case MAP -> map(node.map(), names);
        case COMPREHENSION -> loop(node.comprehension(), names);
        default -> throw new EvaluationFailure("this kind of expression is not offered");
      };
    } catch (EvaluationFailure failure) {
      throw failure.at(node.id());
    }
  }

  private List<ExprValue> values(List<CelExpr> nodes, Map<String, ExprValue> names) {
    List<ExprValue> values = new ArrayList<>();
    nodes.forEach(node -> values.add(value(node, names)));
    return values;
  }

  private static ExprValue constant(CelConstant constant) {
    return switch (constant.getKind()) {
      case BOOLEAN_VALUE -> ExprValue.of(constant.booleanValue());
      case INT64_VALUE -> ExprValue.of(constant.int64Value());
      case UINT64_VALUE -> ExprValue.of(constant.uint64Value().longValue());
      case DOUBLE_VALUE -> new ExprValue.Real(constant.doubleValue());
      case STRING_VALUE -> ExprValue.of(constant.stringValue());
      case NULL_VALUE -> new ExprValue.Nothing();
      default -> throw new EvaluationFailure("this kind of constant is not offered");
    };
  }

  private static ExprValue name(String name, Map<String, ExprValue> names) {
    ExprValue value = names.get(name);
    if (value == null) {
      throw new EvaluationFailure("`" + name + "` has no value here");
    }
    return value;
  }

  private ExprValue select(CelExpr node, Map<String, ExprValue> names) {
    CelExpr.CelSelect select = node.select();
    ExprValue operand = value(select.operand(), names);
    if (isOptional(select.operand())) {
      return through(operand, inner -> field(inner, select.field()));
    }
    if (select.testOnly()) {
      return Operators.lift(
          operand, seen -> ExprValue.of(fields(seen).containsKey(select.field())));
    }
    return Operators.lift(operand, seen -> required(seen, select.field()));
  }

  private static ExprValue required(ExprValue holder, String field) {
    ExprValue value = fields(holder).get(field);
    if (value == null) {
      throw new EvaluationFailure("there is no `" + field + "` here");
    }
    return value;
  }

  private static Map<String, ExprValue> fields(ExprValue holder) {
    if (holder instanceof Fields map) {
      return map.fields();
    }
    throw new EvaluationFailure("a field is wanted of a " + holder.kind());
  }

  private boolean isOptional(CelExpr node) {
    return tree.getType(node.id()).filter(CelNames::isOptional).isPresent();
  }

  private interface Lookup {
    ExprValue in(ExprValue holder);
  }

  /** An optional lookup in what may itself be optional: a list of none or one. */
  private static ExprValue through(ExprValue optional, Lookup lookup) {
    return Operators.lift(
        optional,
        seen -> {
          List<ExprValue> inner = ((Items) seen).items();
          return inner.isEmpty() ? seen : Operators.lift(inner.getFirst(), lookup::in);
        });
  }

  private static ExprValue field(ExprValue holder, String name) {
    ExprValue value = holder instanceof Fields map ? map.fields().get(name) : null;
    return new Items(value == null ? List.of() : List.of(value));
  }

  private ExprValue call(CelExpr node, Map<String, ExprValue> names) {
    CelExpr.CelCall call = node.call();
    List<CelExpr> arguments = call.args();
    return switch (call.function()) {
      case "_&&_" -> logic(arguments, names, false);
      case "_||_" -> logic(arguments, names, true);
      case "_?_:_" -> choice(arguments, names);
      case "@not_strictly_false" -> {
        ExprValue value = value(arguments.getFirst(), names);
        yield value instanceof Unknown ? ExprValue.of(true) : value;
      }
      case "_?._", "_[?_]" -> {
        ExprValue key = value(arguments.get(1), names);
        ExprValue holder = value(arguments.getFirst(), names);
        Lookup lookup = inner -> Operators.lift(key, seen -> entry(inner, seen));
        yield isOptional(arguments.getFirst())
            ? through(holder, lookup)
            : Operators.lift(holder, lookup::in);
      }
      case "or", "orValue" -> {
        ExprValue optional = value(call.target().orElseThrow(), names);
        boolean unwraps = call.function().equals("orValue");
        yield Operators.lift(
            optional,
            seen -> {
              List<ExprValue> inner = ((Items) seen).items();
              if (inner.isEmpty()) {
                return value(arguments.getFirst(), names);
              }
              return unwraps ? inner.getFirst() : seen;
            });
      }
      default -> {
        List<ExprValue> all = new ArrayList<>();
        call.target().ifPresent(target -> all.add(value(target, names)));
        all.addAll(values(arguments, names));
        yield Operators.apply(call.function(), all);
      }
    };
  }

  private static ExprValue entry(ExprValue holder, ExprValue key) {
    if (holder instanceof Items list && key instanceof ExprValue.Whole index) {
      boolean inside = index.value() >= 0 && index.value() < list.items().size();
      return new Items(inside ? List.of(list.items().get((int) index.value())) : List.of());
    }
    return field(holder, key instanceof Text text ? text.value() : "");
  }

  /** Kleene's and/or; {@code deciding} is the value that decides whatever the other side is. */
  private ExprValue logic(List<CelExpr> sides, Map<String, ExprValue> names, boolean deciding) {
    List<ExprValue> values = new ArrayList<>();
    EvaluationFailure failure = null;
    ExprValue decided = null;
    for (CelExpr side : sides) {
      try {
        ExprValue value = value(side, names);
        if (value.seen() instanceof Truth truth && truth.value() == deciding) {
          decided = value;
          if (!(value instanceof Drifting)) {
            return value;
          }
        } else if (!(value.seen() instanceof Truth || value instanceof Unknown)) {
          throw new EvaluationFailure("a bool is wanted, not a " + value.kind()).at(side.id());
        }
        values.add(value);
      } catch (EvaluationFailure caught) {
        failure = failure == null ? caught : failure;
      }
    }
    if (decided != null) {
      return decided;
    }
    if (failure != null && values.stream().noneMatch(Unknown.class::isInstance)) {
      throw failure;
    }
    return Operators.lift(values, seen -> ExprValue.of(!deciding));
  }

  private ExprValue choice(List<CelExpr> parts, Map<String, ExprValue> names) {
    return Operators.lift(
        value(parts.getFirst(), names),
        condition -> {
          if (!(condition instanceof Truth truth)) {
            throw new EvaluationFailure("a bool is wanted before `?`, not a " + condition.kind());
          }
          return value(parts.get(truth.value() ? 1 : 2), names);
        });
  }

  private ExprValue map(CelExpr.CelMap map, Map<String, ExprValue> names) {
    Map<String, ExprValue> fields = new HashMap<>();
    for (CelExpr.CelMap.Entry entry : map.entries()) {
      ExprValue key = value(entry.key(), names);
      if (key instanceof Unknown) {
        return key;
      }
      if (!(key.seen() instanceof Text text)) {
        throw new EvaluationFailure("keys of a map are strings").at(entry.key().id());
      }
      fields.put(text.value(), value(entry.value(), names));
    }
    return new Fields(fields);
  }

  private ExprValue loop(CelExpr.CelComprehension loop, Map<String, ExprValue> names) {
    return Operators.lift(
        value(loop.iterRange(), names),
        range -> {
          Map<String, ExprValue> inner = new HashMap<>(names);
          inner.put(loop.accuVar(), value(loop.accuInit(), inner));
          for (ExprValue item : Operators.elements(range)) {
            inner.put(loop.iterVar(), item);
            ExprValue goesOn = value(loop.loopCondition(), inner).seen();
            if (goesOn instanceof Truth truth && !truth.value()) {
              break;
            }
            inner.put(loop.accuVar(), value(loop.loopStep(), inner));
          }
          return value(loop.result(), inner);
        });
  }
}
