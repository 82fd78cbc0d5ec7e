package io.github.etcdrunbook.expression;

import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the dotted names of an expression; names bound by macros are not among them. */
final class UsedPaths {
  private final Set<List<String>> found = new LinkedHashSet<>();

  private UsedPaths() {}

  static Set<List<String>> of(CelExpr root) {
    UsedPaths paths = new UsedPaths();
    paths.visit(root, Set.of());
    return Set.copyOf(paths.found);
  }

  private void visit(CelExpr node, Set<String> bound) {
    switch (node.getKind()) {
      case IDENT, SELECT -> chain(node, new ArrayList<>(), bound);
      case CALL -> {
        node.call().target().ifPresent(target -> visit(target, bound));
        node.call().args().forEach(argument -> visit(argument, bound));
      }
      case LIST -> node.list().elements().forEach(element -> visit(element, bound));
      case MAP ->
          node.map()
              .entries()
              .forEach(
                  entry -> {
                    visit(entry.key(), bound);
                    visit(entry.value(), bound);
                  });
      case COMPREHENSION -> {
        CelExpr.CelComprehension loop = node.comprehension();
        visit(loop.iterRange(), bound);
        Set<String> inner = new HashSet<>(bound);
        inner.addAll(List.of(loop.iterVar(), loop.iterVar2(), loop.accuVar()));
        visit(loop.accuInit(), bound);
        visit(loop.loopStep(), inner);
        visit(loop.result(), inner);
      }
      default -> {}
    }
  }

  private void chain(CelExpr node, List<String> fields, Set<String> bound) {
    switch (node.getKind()) {
      case IDENT -> {
        if (!bound.contains(node.ident().name())) {
          fields.addFirst(node.ident().name());
          found.add(List.copyOf(fields));
        }
      }
      case SELECT -> {
        fields.addFirst(node.select().field());
        chain(node.select().operand(), fields, bound);
      }
      default -> visit(node, bound);
    }
  }
}
