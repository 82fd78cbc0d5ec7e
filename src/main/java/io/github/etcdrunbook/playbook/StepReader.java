package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Nature;
import io.github.etcdrunbook.expression.ExpressionReader;
import io.github.etcdrunbook.expression.ExpressionType;
import io.github.etcdrunbook.expression.ExpressionType.Basic;
import io.github.etcdrunbook.expression.Interpolation;
import io.github.etcdrunbook.inventory.Selector;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.Suggestion;
import io.github.etcdrunbook.world.StepId;
import io.github.etcdrunbook.yaml.Mapping;
import io.github.etcdrunbook.yaml.MappingReader;
import io.github.etcdrunbook.yaml.Node;
import io.github.etcdrunbook.yaml.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads steps and groups, in the order of the file, so that each sees those before it. */
final class StepReader {
  private final Map<String, Action<?, ?, ?>> actions;
  private final Names names;
  private final Frame frame;
  private final List<Diagnostic> findings;
  private final String prefix;
  private final Map<String, Scalar> ids = new HashMap<>();

  /** The prefix goes before the ids of an included playbook. */
  StepReader(
      Map<String, Action<?, ?, ?>> actions,
      Names names,
      Frame frame,
      List<Diagnostic> findings,
      String prefix) {
    this.actions = actions;
    this.names = names;
    this.frame = frame;
    this.findings = findings;
    this.prefix = prefix;
  }

  /** What surrounds a step: its group runs per host, or it stands alone. */
  enum Around {
    NOTHING,
    GROUP,
    GROUP_PER_HOST
  }

  /** The id and title that every entry has. */
  record Label(StepId id, String name, Template title) {}

  Optional<Label> label(MappingReader reader, PlaceContext context) {
    reader.require("id");
    Optional<Scalar> id = reader.scalar("id");
    if (id.isEmpty()) {
      return Optional.empty();
    }
    InputReader.refuseName("step", id.get(), findings);
    String name = id.get().text();
    Scalar first = ids.putIfAbsent(name, id.get());
    if (first != null) {
      findings.add(
          Diagnostic.error(
                  "step.duplicate-id", id.get().range(), "the id `" + name + "` is taken already")
              .related(first.range(), "by this step"));
    }
    Template title = reader.scalar("title").flatMap(context::template).orElse(Template.of(name));
    return StepId.isValid(prefix + name)
        ? Optional.of(new Label(new StepId(prefix + name), name, title))
        : Optional.empty();
  }

  PlaceContext context(boolean perHost) {
    return new PlaceContext(names.forStep(perHost), frame, names.secrets(), findings);
  }

  Optional<Step> step(Node node, Around around) {
    MappingReader reader = MappingReader.of(node, Words.STEP, findings);
    boolean perHost = around == Around.GROUP_PER_HOST || reader.has("hosts");
    PlaceContext context = context(perHost);
    Optional<Label> label = label(reader, context);
    Optional<Action<?, ?, ?>> action = reader.scalar("uses").flatMap(this::action);
    Optional<HostChoice> hosts = hosts(reader, around);
    action.ifPresent(known -> new StepRules(reader, findings).checkPlace(known.manual(), perHost));
    action.ifPresent(
        known -> new CommandRules(reader, names.secrets(), findings).check(known.manual()));
    Optional<Step.Use> use = action.map(known -> use(known, reader, context));
    ExpressionType output =
        action
            .<ExpressionType>map(known -> ScopeValues.RECORDS.shape("result", known.output()))
            .orElse(reader.has("uses") ? Basic.ANY : Names.nothing());
    PlaceContext after =
        new PlaceContext(names.forExpect(perHost, output), frame, names.secrets(), findings);
    // A step that goes over hosts by itself ends something only when all of them are through.
    PlaceContext end = reader.has("hosts") ? context(false) : after;
    Conditions conditions = new ConditionsReader(context, after, end).read(reader);
    Manner manner = new MannerReader(context(false)).read(reader);
    new StepRules(reader, findings).check(around, names.inputTypes().containsKey("fenced"));
    label.ifPresent(
        known ->
            names.step(
                known.name(), Names.outputOf(named(output, "steps." + known.name()), perHost)));
    return label.map(
        known -> new Step(known.id(), known.title(), use, hosts, conditions, manner, node.range()));
  }

  private static ExpressionType named(ExpressionType type, String name) {
    return type instanceof ExpressionType.Shape shape
        ? new ExpressionType.Shape(name, shape.fields(), shape.optional())
        : type;
  }

  private Optional<Action<?, ?, ?>> action(Scalar name) {
    Action<?, ?, ?> action = actions.get(name.text());
    if (action != null) {
      return Optional.of(action);
    }
    String last = name.text().substring(name.text().lastIndexOf('.') + 1);
    boolean known = actions.containsKey("host.command") && Words.SHELLS.contains(last);
    Optional<String> hint =
        known
            ? Optional.of(Words.SHELL)
            : Suggestion.nearest(name.text(), actions.keySet())
                .map(nearest -> "did you mean `" + nearest + "`?")
                .or(() -> sameFamily(name.text()))
                .or(() -> Optional.of("`etcd-runbook actions` lists them"));
    findings.add(
        Diagnostic.error(
                "step.unknown-action", name.range(), "there is no action `" + name.text() + "`")
            .hint(hint));
    return Optional.empty();
  }

  private Optional<String> sameFamily(String name) {
    String family = name.contains(".") ? name.substring(0, name.indexOf('.') + 1) : "";
    List<String> relatives =
        family.isEmpty()
            ? actions.keySet().stream().filter(known -> known.endsWith("." + name)).toList()
            : actions.keySet().stream().filter(known -> known.startsWith(family)).toList();
    return relatives.isEmpty()
        ? Optional.empty()
        : Optional.of("there are " + Suggestion.list(relatives));
  }

  private Step.Use use(Action<?, ?, ?> action, MappingReader reader, PlaceContext context) {
    Node written =
        reader.node("with").orElseGet(() -> new Mapping(List.of(), reader.range("uses")));
    return new Step.Use(
        action,
        new ArgumentReader(context.names(), findings)
            .read(action.manual().name(), action.arguments(), written, frame),
        CommandRules.reads(action.manual(), written) ? Nature.READS : action.nature());
  }

  Optional<HostChoice> hosts(MappingReader reader, Around around) {
    if (!reader.has("hosts")) {
      return Optional.empty();
    }
    if (around == Around.GROUP_PER_HOST) {
      findings.add(
          Diagnostic.error(
                  "step.hosts-in-group",
                  reader.range("hosts"),
                  "the group names the hosts already: each goes through all of its steps")
              .hint("leave `hosts` out here, or at the group"));
    }
    List<WrittenHosts.Word> words = new ArrayList<>();
    PlaceContext context = context(false);
    List<Scalar> scalars = reader.scalars("hosts");
    for (Scalar scalar : scalars) {
      if (Interpolation.isIn(scalar.text())) {
        Optional<Interpolation> read =
            ExpressionReader.interpolation(scalar, context.names()).drainTo(findings);
        read.ifPresent(text -> words.add(new WrittenHosts.Computed(text)));
        read.ifPresent(text -> checkNames(text, scalar));
      } else {
        words.add(new WrittenHosts.Plain(Selector.of(scalar.text(), scalar.range())));
      }
    }
    if (scalars.isEmpty()) {
      findings.add(Diagnostic.error("hosts.empty", reader.range("hosts"), "this selects no host"));
    }
    return Optional.of(new WrittenHosts(words, frame, reader.range("hosts")));
  }

  private void checkNames(Interpolation text, Scalar scalar) {
    ExpressionType wanted = new ExpressionType.ListOf(Basic.STRING);
    if (!wanted.accepts(text.type()) && !Basic.STRING.accepts(text.type())) {
      findings.add(
          Diagnostic.error(
                  "hosts.wrong-type",
                  scalar.range(),
                  "names of hosts are wanted, and this yields " + text.type().describe())
              .hint("for hosts: `.map(h, h.name)`"));
    }
  }
}
