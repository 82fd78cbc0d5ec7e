package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.world.StepId;
import io.github.etcdrunbook.yaml.MappingReader;
import io.github.etcdrunbook.yaml.Schema;
import io.github.etcdrunbook.yaml.Schema.Choice;
import io.github.etcdrunbook.yaml.Schema.Either;
import io.github.etcdrunbook.yaml.Schema.Form;
import io.github.etcdrunbook.yaml.Schema.Keys;
import io.github.etcdrunbook.yaml.Schema.ListOf;
import io.github.etcdrunbook.yaml.Schema.MapOf;
import io.github.etcdrunbook.yaml.Schema.Text;
import io.github.etcdrunbook.yaml.Schema.Truth;
import io.github.etcdrunbook.yaml.Schema.Whole;
import io.github.etcdrunbook.yaml.Units;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The structure of a playbook, from the vocabulary and the actions that its reader uses. Pure. */
public final class PlaybookSchema {
  /** The form of ids, inputs and variables. */
  private static final String NAMES = whole(StepId.form());

  private static final String DURATION = whole(Units.durationForm());
  private static final Schema TEXT = new Text();
  private static final Schema CONDITION = new Either(List.of(new Truth(), new Text()));

  private final List<Action<?, ?, ?>> actions;

  private PlaybookSchema(List<Action<?, ?, ?>> actions) {
    this.actions = List.copyOf(actions);
  }

  /** The structure of a playbook of these actions. */
  public static Schema of(List<Action<?, ?, ?>> actions) {
    return new PlaybookSchema(actions).playbook();
  }

  private static String whole(String pattern) {
    return "^(" + pattern + ")$";
  }

  private Schema playbook() {
    Schema step = step(Optional.empty());
    Map<String, Schema> keys = new HashMap<>();
    keys.put("apiVersion", new Choice(List.of("etcd-runbook/v1")));
    keys.put("kind", new Choice(List.of("Playbook")));
    keys.put("name", new Form(whole(PlaybookFile.NAME)));
    for (String text : List.of("title", "summary", "owner", "risk")) {
      keys.put(text, TEXT);
    }
    keys.put("occasion", words(Playbook.Occasion.class));
    keys.put("inputs", new MapOf(NAMES, input()));
    keys.put("vars", new MapOf(NAMES, TEXT));
    keys.put("steps", new ListOf(step(Optional.of(step)), 1));
    keys.put("onFailure", new ListOf(step, 0));
    return Keys.of(Words.PLAYBOOK, keys, "apiVersion", "kind", "name", "title", "summary", "steps");
  }

  private static Schema input() {
    List<String> simple = new ArrayList<>();
    Arrays.stream(Input.Kind.values()).map(MappingReader::word).forEach(simple::add);
    simple.add("enum");
    Schema item = new Choice(simple);
    Schema list = Keys.of(InputReader.LIST, Map.of("list", new Schema.Anything()), "list");
    return Keys.of(
        Words.INPUT,
        Map.of(
            "type",
            new Either(List.of(item, list)),
            "description",
            TEXT,
            "default",
            new Schema.Anything(),
            "allowed",
            several(TEXT),
            "must",
            CONDITION,
            "secret",
            new Truth()),
        "type",
        "description");
  }

  /** One value alone is a list of one. */
  private static Schema several(Schema item) {
    return new Either(List.of(item, new ListOf(item, 0)));
  }

  private Schema step(Optional<Schema> inner) {
    Map<String, Schema> keys = new HashMap<>();
    keys.put("id", new Form(NAMES));
    keys.put("title", TEXT);
    keys.put("uses", uses());
    keys.put("with", new MapOf(".*", new Schema.Anything()));
    keys.put("hosts", several(TEXT));
    // A group has no groups: there what is called steps is no list at all.
    keys.put("steps", inner.<Schema>map(one -> new ListOf(one, 1)).orElse(new Choice(List.of())));
    keys.put("when", CONDITION);
    keys.put("require", requirements());
    keys.put("expect", requirements());
    keys.put("doneWhen", CONDITION);
    keys.putAll(manner());
    return Keys.of(Words.STEP, keys, "id").with(new Schema.Cases("uses", "with", arguments()));
  }

  private static Schema requirements() {
    return new ListOf(
        Keys.of(Words.REQUIREMENT, Map.of("that", CONDITION, "message", TEXT), "that", "message"),
        0);
  }

  private static Map<String, Schema> manner() {
    Schema time = new Form(DURATION);
    Schema gate = Keys.of(Words.CONFIRM, Map.of("question", TEXT, "phrase", TEXT), "question");
    Schema givenUp = Keys.of(Words.QUORUM, Map.of("givenUp", TEXT), "givenUp");
    Schema retry = Keys.of(Words.RETRY, Map.of("every", time, "within", time), "every", "within");
    Schema rollout =
        Keys.of(
            Words.ROLLOUT,
            Map.of(
                "batch",
                new Whole(),
                "order",
                words(Rollout.Order.class),
                "between",
                CONDITION,
                "pause",
                time,
                "maxFailures",
                new Whole()));
    return Map.of(
        "confirm",
        new Either(List.of(new Form("."), gate)),
        "quorum",
        new Either(List.of(new Choice(List.of("kept")), givenUp)),
        "pointOfNoReturn",
        new Truth(),
        "timeout",
        time,
        "retry",
        retry,
        "rollout",
        rollout,
        "onUnreachable",
        words(Manner.OnUnreachable.class));
  }

  private static Schema words(Class<? extends Enum<?>> words) {
    return new Choice(Arrays.stream(words.getEnumConstants()).map(MappingReader::word).toList());
  }

  private Schema uses() {
    List<String> names = actions.stream().map(action -> action.manual().name()).toList();
    return new Either(List.of(new Choice(names), new Form("(^\\.{1,2}/|\\.yaml$)")));
  }

  private Map<String, Keys> arguments() {
    Map<String, Keys> byAction = new HashMap<>();
    for (Action<?, ?, ?> action : actions) {
      byAction.put(action.manual().name(), ArgumentSchema.of(action.arguments()));
    }
    return byAction;
  }
}
