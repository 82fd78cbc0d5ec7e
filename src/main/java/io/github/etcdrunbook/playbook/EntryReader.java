package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.expression.ExpressionType;
import io.github.etcdrunbook.playbook.Playbook.Entry;
import io.github.etcdrunbook.playbook.PlaybookFile.Surroundings;
import io.github.etcdrunbook.playbook.StepReader.Around;
import io.github.etcdrunbook.playbook.StepReader.Label;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.yaml.Mapping;
import io.github.etcdrunbook.yaml.MappingReader;
import io.github.etcdrunbook.yaml.Node;
import io.github.etcdrunbook.yaml.Scalar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the entries of a playbook: steps, groups of steps, and included playbooks. */
final class EntryReader {
  private final StepReader steps;
  private final Names names;
  private final FileFrame frame;
  private final Surroundings around;
  private final List<Diagnostic> findings;
  private final List<Variable> variables = new ArrayList<>();

  EntryReader(StepReader steps, Names names, FileFrame frame, Surroundings around) {
    this.steps = steps;
    this.names = names;
    this.frame = frame;
    this.around = around;
    this.findings = around.findings();
  }

  /** The variables of included playbooks. */
  List<Variable> variables() {
    return variables;
  }

  Optional<? extends Entry> read(Node node) {
    if (node instanceof Mapping mapping) {
      if (mapping.get("steps").isPresent()) {
        return group(mapping);
      }
      Optional<Node> uses = mapping.get("uses");
      if (uses.isPresent() && uses.get() instanceof Scalar path && isFile(path.text())) {
        return include(mapping, path);
      }
    }
    return steps.step(node, Around.NOTHING);
  }

  static boolean isFile(String uses) {
    return uses.startsWith("./") || uses.startsWith("../") || uses.endsWith(".yaml");
  }

  private Optional<Group> group(Mapping mapping) {
    MappingReader reader = MappingReader.of(mapping, Words.STEP, findings);
    GroupRules rules = new GroupRules(reader, findings);
    rules.check(names.inputTypes().containsKey("fenced"));
    boolean perHost = reader.has("hosts");
    Optional<HostChoice> hosts = steps.hosts(reader, Around.NOTHING);
    PlaceContext before = steps.context(perHost);
    PlaceContext once = steps.context(false);
    Optional<Label> label = steps.label(reader, once);
    List<Step> inner = new ArrayList<>();
    for (Node item : reader.list("steps")) {
      innerStep(item, perHost).ifPresent(inner::add);
    }
    Conditions conditions =
        new ConditionsReader(before, steps.context(perHost), steps.context(false)).read(reader);
    Manner manner = new MannerReader(once).read(reader);
    return label.isEmpty() || inner.isEmpty()
        ? Optional.empty()
        : label.map(
            known ->
                new Group(
                    known.id(), known.title(), hosts, inner, conditions, manner, mapping.range()));
  }

  private Optional<Step> innerStep(Node node, boolean perHost) {
    if (node instanceof Mapping mapping && GroupRules.refusesInner(mapping, perHost, findings)) {
      return Optional.empty();
    }
    return steps.step(node, perHost ? Around.GROUP_PER_HOST : Around.GROUP);
  }

  private Optional<Group> include(Mapping mapping, Scalar uses) {
    MappingReader reader = MappingReader.of(mapping, Words.STEP, findings);
    for (String key : List.of("hosts", "rollout", "retry", "timeout", "expect", "onUnreachable")) {
      if (reader.has(key)) {
        findings.add(
            Diagnostic.error(
                "include.needless-key",
                reader.range(key),
                "`" + key + "` stands at the steps of the included playbook"));
      }
    }
    PlaceContext context = steps.context(false);
    Optional<Label> label = steps.label(reader, context);
    String path = resolved(uses.text());
    if (around.isOpen(path)) {
      findings.add(
          Diagnostic.error("include.cycle", uses.range(), "`" + path + "` includes itself"));
      return Optional.empty();
    }
    int before = findings.size();
    Optional<PlaybookFile> file =
        PlaybookFile.open(path, around.files(), around.actions(), findings, Optional.of(around));
    if (file.isEmpty() || label.isEmpty()) {
      if (file.isEmpty() && around.files().root(path).isEmpty() && findings.size() > before) {
        findings.add(
            Diagnostic.error("include.unreadable", uses.range(), "`" + path + "` cannot be read"));
      }
      label.ifPresent(known -> names.step(known.name(), ExpressionType.Basic.ANY));
      return Optional.empty();
    }
    return expanded(mapping, reader, label.get(), file.get());
  }

  private Optional<Group> expanded(
      Mapping mapping, MappingReader reader, Label label, PlaybookFile file) {
    PlaceContext context = steps.context(false);
    IncludedInputs given = new IncludedInputs(context);
    given.read(file.inputs(), reader);
    PlaybookFile.Body body =
        file.body(frame.including(label.name(), given.computed(), given.data()));
    if (!body.onFailure().isEmpty()) {
      findings.add(
          Diagnostic.error(
                  "include.has-on-failure",
                  reader.range("uses"),
                  "the `onFailure` of an included playbook would not run")
              .hint("put its steps into the `onFailure` of this playbook"));
    }
    variables.addAll(body.variables());
    names.step(
        label.name(),
        new ExpressionType.Shape("steps." + label.name(), body.outputs(), body.outputs().keySet()));
    List<Step> inner = new ArrayList<>();
    for (Entry entry : body.entries()) {
      switch (entry) {
        case Step step -> inner.add(step);
        case Group group ->
            findings.add(
                Diagnostic.error(
                    "include.has-group",
                    group.range(),
                    "an included playbook has no groups: `" + group.id() + "`"));
      }
    }
    PlaceContext after = steps.context(false);
    Conditions conditions = new ConditionsReader(context, after, after).read(reader);
    Manner manner = new MannerReader(context).read(reader);
    return inner.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Group(
                label.id(),
                label.title(),
                Optional.empty(),
                inner,
                conditions,
                manner,
                mapping.range()));
  }

  private String resolved(String uses) {
    Path parent = Path.of(around.path()).getParent();
    Path target = parent == null ? Path.of(uses) : parent.resolve(uses);
    return target.normalize().toString();
  }
}
