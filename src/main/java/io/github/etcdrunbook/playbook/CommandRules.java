package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.expression.Interpolation;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.yaml.Mapping;
import io.github.etcdrunbook.yaml.MappingReader;
import io.github.etcdrunbook.yaml.Node;
import io.github.etcdrunbook.yaml.Scalar;
import io.github.etcdrunbook.yaml.Sequence;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a step says of a command of its own: nobody can look into it, so that what it does must
 * stand in the file.
 */
final class CommandRules {
  private static final String ACTION = "host.command";

  private final MappingReader step;
  private final Set<String> secrets;
  private final List<Diagnostic> findings;

  CommandRules(MappingReader step, Set<String> secrets, List<Diagnostic> findings) {
    this.step = step;
    this.secrets = secrets;
    this.findings = findings;
  }

  /** Whether the step is a command that says that it only reads. */
  static boolean reads(Manual manual, Node with) {
    return manual.name().equals(ACTION)
        && with instanceof Mapping mapping
        && effect(mapping).equals(Optional.of("read"));
  }

  private static Optional<String> effect(Mapping with) {
    return with.get("effect")
        .filter(Scalar.class::isInstance)
        .map(effect -> ((Scalar) effect).text());
  }

  void check(Manual manual) {
    if (!manual.name().equals(ACTION)
        || !(step.node("with").orElse(null) instanceof Mapping with)) {
      return;
    }
    if (with.entry("command").isPresent() == with.entry("script").isPresent()) {
      add(
          "command.not-one",
          step.range("with"),
          "either `command` or `script` says what is run",
          "`command: [name, word, word]`, or `script: |`");
    }
    with.get("effect").ifPresent(effect -> effect(with, effect));
    texts(with).filter(this::showsSecret).forEach(this::secret);
  }

  private void effect(Mapping with, Node effect) {
    if (effect instanceof Scalar written && Interpolation.isIn(written.text())) {
      add(
          "command.computed-effect",
          effect.range(),
          "what a command does is written, not computed",
          "`read`, `change` or `destructive`");
      return;
    }
    boolean reads = effect(with).equals(Optional.of("read"));
    for (String key : List.of("touches", "undo")) {
      if (with.entry(key).isPresent() == reads) {
        add(
            reads ? "command.needless-key" : "command.missing-key",
            reads ? with.entry(key).orElseThrow().key().range() : effect.range(),
            reads
                ? "a command that only reads has no `" + key + "`"
                : "a command that changes something says its `" + key + "`",
            key.equals("touches")
                ? "`touches: [/a/path, etcd]`; `[]` when nothing that the plan looks at"
                : "`undo: {command: [...]}`, `{notNeeded: why}` or `{impossible: why}`");
      }
    }
    if (effect(with).equals(Optional.of("destructive")) && !step.has("confirm")) {
      add(
          "command.no-gate",
          effect.range(),
          "a destructive command needs a gate",
          "add `confirm: What is destroyed here, and why?`");
    }
  }

  private boolean showsSecret(Scalar scalar) {
    return secrets.stream().anyMatch(name -> scalar.text().contains("inputs." + name));
  }

  private void secret(Scalar scalar) {
    add(
        "input.secret-shown",
        scalar.range(),
        "the words of a command are in plan and journal, and this is secret",
        "put the secret into a file on the host, and name the file");
  }

  private static Stream<Scalar> texts(Node node) {
    return switch (node) {
      case Scalar scalar -> Stream.of(scalar);
      case Sequence sequence -> sequence.items().stream().flatMap(CommandRules::texts);
      case Mapping mapping -> mapping.entries().stream().flatMap(entry -> texts(entry.value()));
    };
  }

  private void add(String rule, SourceRange range, String message, String hint) {
    findings.add(Diagnostic.error(rule, range, message).hint(hint));
  }
}
