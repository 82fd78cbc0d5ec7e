package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.expression.ExprValue;
import java.util.Map;

/**
 * What the names of one file stand for: a playbook sees the scope as it is, an included one sees
 * its own inputs, variables and steps. Pure.
 */
interface Frame {
  /** The values of all names over a scope. */
  Map<String, ExprValue> bindings(Scope scope);
}
