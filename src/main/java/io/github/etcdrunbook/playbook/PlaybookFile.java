package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.expression.ExpressionReader;
import io.github.etcdrunbook.expression.ExpressionType;
import io.github.etcdrunbook.expression.ExpressionType.Basic;
import io.github.etcdrunbook.expression.Interpolation;
import io.github.etcdrunbook.playbook.Playbook.Entry;
import io.github.etcdrunbook.playbook.Playbook.Heading;
import io.github.etcdrunbook.playbook.StepReader.Around;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.yaml.Mapping;
import io.github.etcdrunbook.yaml.MappingReader;
import io.github.etcdrunbook.yaml.Node;
import io.github.etcdrunbook.yaml.Scalar;
import io.github.etcdrunbook.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One file of a playbook: first its heading and inputs, then, once these are given, the rest. */
final class PlaybookFile {
  static final String NAME = "[a-z0-9]+(-[a-z0-9]+)*";

  private final MappingReader top;
  private final Optional<Heading> heading;
  private final List<Input> inputs;
  private final Surroundings around;
  private final Names names = new Names();

  /**
   * What a file is read in.
   *
   * @param path the file
   * @param files all files of the playbook
   * @param actions the actions there are
   * @param findings collects what is wrong
   * @param includedBy the file that includes this one
   */
  record Surroundings(
      String path,
      FileSet files,
      Map<String, Action<?, ?, ?>> actions,
      List<Diagnostic> findings,
      Optional<Surroundings> includedBy) {
    /** Whether a file is being read already: including it again would never end. */
    boolean isOpen(String other) {
      return path.equals(other) || includedBy.filter(outer -> outer.isOpen(other)).isPresent();
    }
  }

  /** What stands below the inputs. */
  record Body(
      List<Variable> variables,
      List<Entry> entries,
      List<Step> onFailure,
      Map<String, ExpressionType> outputs) {}

  private PlaybookFile(MappingReader top, Surroundings around) {
    this.top = top;
    this.around = around;
    this.heading = readHeading();
    this.inputs =
        top.node("inputs")
            .map(node -> new InputReader(around.findings).read(node))
            .orElse(List.of());
  }

  static Optional<PlaybookFile> open(
      String path,
      FileSet files,
      Map<String, Action<?, ?, ?>> actions,
      List<Diagnostic> findings,
      Optional<Surroundings> includedBy) {
    Surroundings around = new Surroundings(path, files, actions, findings, includedBy);
    return files
        .open(path, findings)
        .map(root -> new PlaybookFile(MappingReader.of(root, Words.PLAYBOOK, findings), around));
  }

  Optional<Heading> heading() {
    return heading;
  }

  List<Input> inputs() {
    return inputs;
  }

  SourceRange range() {
    return top.range();
  }

  Surroundings surroundings() {
    return around;
  }

  private Optional<Heading> readHeading() {
    top.require("apiVersion", "kind", "name", "title", "summary", "steps");
    literal("apiVersion", "etcd-runbook/v1", "playbook.wrong-version");
    literal("kind", "Playbook", "playbook.wrong-kind");
    Optional<Scalar> name = top.scalar("name");
    if (name.isPresent() && !name.get().text().matches(NAME)) {
      around.findings.add(
          Diagnostic.error(
              "playbook.bad-name",
              name.get().range(),
              "`" + name.get().text() + "` is no name: names of playbooks are kebab-case"));
    }
    Optional<String> title = top.text("title");
    Optional<String> summary = top.text("summary");
    String owner = top.text("owner").orElse("");
    String risk = top.text("risk").orElse("");
    Optional<Playbook.Occasion> occasion = top.word("occasion", Playbook.Occasion.class);
    return name.isPresent() && title.isPresent() && summary.isPresent()
        ? Optional.of(
            new Heading(name.get().text(), title.get(), summary.get(), owner, risk, occasion))
        : Optional.empty();
  }

  private void literal(String key, String wanted, String rule) {
    Optional<Scalar> scalar = top.scalar(key);
    if (scalar.isPresent() && !scalar.get().text().equals(wanted)) {
      around.findings.add(
          Diagnostic.error(
              rule, scalar.get().range(), "`" + key + "` of a playbook is `" + wanted + "`"));
    }
  }

  /** Reads variables and steps; the frame says what the inputs stand for. */
  Body body(FileFrame frame) {
    names.inputs(inputs);
    if (top.node("inputs").orElse(new Sequence(List.of(), range())) instanceof Mapping written) {
      written.names().forEach(names::unreadableInput);
    }
    List<Variable> variables = new ArrayList<>(variables(frame));
    StepReader steps =
        new StepReader(around.actions, names, frame, around.findings, frame.prefix());
    EntryReader entries = new EntryReader(steps, names, frame, around);
    List<Entry> read = new ArrayList<>();
    for (Node node : top.list("steps")) {
      entries.read(node).ifPresent(read::add);
    }
    variables.addAll(entries.variables());
    if (top.node("steps")
        .filter(node -> node instanceof Sequence list && list.items().isEmpty())
        .isPresent()) {
      around.findings.add(
          Diagnostic.error("playbook.no-steps", top.range("steps"), "there are no steps"));
    }
    List<Step> onFailure = new ArrayList<>();
    for (Node node : top.list("onFailure")) {
      steps.step(node, Around.NOTHING).ifPresent(onFailure::add);
      if (node instanceof Mapping written) {
        EvidenceRules.check(written, onFailure, around.findings);
      }
    }
    return new Body(variables, read, onFailure, names.steps());
  }

  private List<Variable> variables(FileFrame frame) {
    List<Variable> variables = new ArrayList<>();
    Optional<Node> node = top.node("vars");
    if (node.isPresent() && !(node.get() instanceof Mapping)) {
      around.findings.add(
          Diagnostic.error(
              "vars.wrong-type",
              node.get().range(),
              "`vars` is a map from names to values, and this is " + node.get().kind()));
    }
    List<Mapping.Entry> entries =
        node.isPresent() && node.get() instanceof Mapping map ? map.entries() : List.of();
    for (Mapping.Entry entry : entries) {
      InputReader.refuseName("vars", entry.key(), around.findings);
      variable(entry, frame).ifPresent(variables::add);
    }
    return variables;
  }

  private Optional<Variable> variable(Mapping.Entry entry, FileFrame frame) {
    if (!(entry.value() instanceof Scalar scalar)) {
      around.findings.add(
          Diagnostic.error("vars.wrong-type", entry.value().range(), "a variable is a single value")
              .hint("a list or a map is written in an expression: \"${[1, 2]}\""));
      names.variable(entry.name(), Basic.ANY);
      return Optional.empty();
    }
    PlaceContext context =
        new PlaceContext(names.forVariables(), frame, names.secrets(), around.findings);
    Optional<Interpolation> text =
        ExpressionReader.interpolation(scalar, context.names()).drainTo(around.findings);
    names.variable(entry.name(), text.map(Interpolation::type).orElse(Basic.ANY));
    return text.flatMap(read -> context.formula(scalar, read))
        .map(formula -> new Variable(frame.prefix() + entry.name(), formula, entry.key().range()));
  }
}
