package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.expression.ExprValue;
import io.github.etcdrunbook.expression.Interpolation;
import java.util.Optional;

/** A text for people with expressions in it. What cannot be computed is said in its place. */
record ExpressionTemplate(Interpolation interpolation, Frame frame) implements Template {
  @Override
  public String render(Scope scope) {
    StringBuilder text = new StringBuilder();
    for (Interpolation.Part part : interpolation.parts()) {
      text.append(
          switch (part) {
            case Interpolation.Literal literal -> literal.text();
            case Interpolation.Hole hole -> shown(hole, scope);
          });
    }
    return text.toString();
  }

  @Override
  public String written() {
    StringBuilder text = new StringBuilder();
    for (Interpolation.Part part : interpolation.parts()) {
      text.append(
          switch (part) {
            case Interpolation.Literal literal -> literal.text();
            case Interpolation.Hole hole -> "${" + hole.expression().text() + "}";
          });
    }
    return text.toString();
  }

  private String shown(Interpolation.Hole hole, Scope scope) {
    Optional<ExprValue> value = hole.expression().evaluate(frame.bindings(scope)).value();
    if (value.isEmpty()) {
      return "(cannot be computed: " + hole.expression().text() + ")";
    }
    return value.get().waitsFor().isEmpty()
        ? value.get().toText()
        : "(known after " + Data.after(value.get()) + ")";
  }
}
