package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.expression.Declarations;
import io.github.etcdrunbook.expression.Expression;
import io.github.etcdrunbook.expression.ExpressionReader;
import io.github.etcdrunbook.expression.Interpolation;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.yaml.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One place of a playbook where expressions stand: the names that may be used there, what they
 * stand for, and the list that findings go to.
 *
 * @param names the names with their types
 * @param frame the names with their values
 * @param secrets inputs that may be passed on to an action, and shown nowhere
 * @param findings collects what is wrong
 */
record PlaceContext(
    Declarations names, Frame frame, Set<String> secrets, List<Diagnostic> findings) {

  /** A condition. */
  Optional<Check> check(Scalar scalar) {
    Optional<Expression> expression = ExpressionReader.condition(scalar, names).drainTo(findings);
    expression.ifPresent(read -> refuseSecrets(read.paths(), scalar));
    return expression.map(read -> new ExpressionCheck(read, frame));
  }

  /** A text for people. */
  Optional<Template> template(Scalar scalar) {
    if (!Interpolation.isIn(scalar.text())) {
      return Optional.of(Template.of(scalar.text()));
    }
    Optional<Interpolation> read = ExpressionReader.interpolation(scalar, names).drainTo(findings);
    read.ifPresent(text -> refuseSecrets(text.paths(), scalar));
    return read.map(text -> new ExpressionTemplate(text, frame));
  }

  /** A value. */
  Optional<Formula> formula(Scalar scalar, Interpolation read) {
    refuseSecrets(read.paths(), scalar);
    return Optional.of(new ExpressionFormula(read, frame));
  }

  /** Reports what would show a secret. */
  void refuseSecrets(Set<List<String>> paths, Scalar scalar) {
    for (List<String> path : paths) {
      boolean all = path.equals(List.of("inputs")) && !secrets.isEmpty();
      boolean one =
          path.size() > 1 && path.getFirst().equals("inputs") && secrets.contains(path.get(1));
      if (all || one) {
        findings.add(
            Diagnostic.error(
                    "input.secret-shown",
                    scalar.range(),
                    "`" + String.join(".", path) + "` is secret and would be shown here")
                .hint("a secret may only be passed on in `with`"));
      }
    }
  }
}
