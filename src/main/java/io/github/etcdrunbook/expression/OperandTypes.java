package io.github.etcdrunbook.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import io.github.etcdrunbook.expression.ExpressionType.Basic;
import io.github.etcdrunbook.expression.ExpressionType.ListOf;
import io.github.etcdrunbook.expression.ExpressionType.MapOf;
import io.github.etcdrunbook.expression.ExpressionType.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The type of what a misspelt field is asked of, so that a finding can name the fields there are.
 * CEL gives no types for an expression with errors; this follows names, fields, elements and the
 * names that macros bind, and says nothing about the rest. Pure.
 */
final class OperandTypes {
  private final long wanted;
  private Optional<Shape> found = Optional.empty();

  private OperandTypes(long wanted) {
    this.wanted = wanted;
  }

  /** The record that the field access with this id asks. */
  static Optional<Shape> of(CelAbstractSyntaxTree tree, Declarations scope, long id) {
    OperandTypes types = new OperandTypes(id);
    types.typeOf(tree.getExpr(), scope.names());
    return types.found;
  }

  private ExpressionType typeOf(CelExpr node, Map<String, ExpressionType> names) {
    return switch (node.getKind()) {
      case IDENT -> names.getOrDefault(node.ident().name(), Basic.ANY);
      case SELECT -> select(node, names);
      case CALL -> call(node.call(), names);
      case LIST -> {
        node.list().elements().forEach(element -> typeOf(element, names));
        yield Basic.ANY;
      }
      case MAP -> {
        node.map().entries().forEach(entry -> typeOf(entry.value(), names));
        yield Basic.ANY;
      }
      case COMPREHENSION -> loop(node.comprehension(), names);
      default -> Basic.ANY;
    };
  }

  private ExpressionType select(CelExpr node, Map<String, ExpressionType> names) {
    ExpressionType operand = typeOf(node.select().operand(), names);
    if (node.id() == wanted && operand instanceof Shape shape) {
      found = Optional.of(shape);
    }
    return switch (operand) {
      case Shape shape -> shape.fields().getOrDefault(node.select().field(), Basic.ANY);
      case MapOf map -> map.value();
      case ListOf list -> Basic.ANY;
      case Basic basic -> Basic.ANY;
    };
  }

  private ExpressionType call(CelExpr.CelCall call, Map<String, ExpressionType> names) {
    call.target().ifPresent(target -> typeOf(target, names));
    ExpressionType first = Basic.ANY;
    for (int i = 0; i < call.args().size(); i++) {
      ExpressionType type = typeOf(call.args().get(i), names);
      first = i == 0 ? type : first;
    }
    if (!call.function().equals("_[_]")) {
      return Basic.ANY;
    }
    return switch (first) {
      case ListOf list -> list.item();
      case MapOf map -> map.value();
      case Shape shape -> Basic.ANY;
      case Basic basic -> Basic.ANY;
    };
  }

  private ExpressionType loop(CelExpr.CelComprehension loop, Map<String, ExpressionType> names) {
    ExpressionType range = typeOf(loop.iterRange(), names);
    Map<String, ExpressionType> inner = new HashMap<>(names);
    inner.put(
        loop.iterVar(),
        switch (range) {
          case ListOf list -> list.item();
          case MapOf map -> Basic.STRING;
          case Shape shape -> Basic.ANY;
          case Basic basic -> Basic.ANY;
        });
    typeOf(loop.loopStep(), inner);
    boolean filters = loop.accuInit().getKind() == CelExpr.ExprKind.Kind.LIST;
    return filters && yieldsItems(loop) ? range : Basic.ANY;
  }

  /** The macro {@code filter} adds the bound name itself; {@code map} adds something else. */
  private static boolean yieldsItems(CelExpr.CelComprehension loop) {
    String step = loop.loopStep().toString();
    return loop.loopStep().getKind() == CelExpr.ExprKind.Kind.CALL
        && loop.loopStep().call().function().equals("_?_:_")
        && step.contains("name: " + loop.iterVar());
  }
}
