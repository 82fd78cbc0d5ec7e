package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.yaml.Vocabulary;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The closed vocabulary of playbooks, with the words that other tools use for the same. */
final class Words {
  static final String SHELL = "commands are run by `uses: host.command`, as argument lists";
  private static final String NO_LOOP =
      "there are no loops: name the hosts, or write the steps out";
  private static final String NO_RESCUE =
      "failures are not swallowed: `expect` says what must hold, `undo` takes back, and `onFailure`"
          + " leaves evidence";

  static final Vocabulary PLAYBOOK =
      new Vocabulary(
          "a playbook",
          "playbook",
          List.of(
              "apiVersion",
              "kind",
              "name",
              "title",
              "summary",
              "owner",
              "risk",
              "occasion",
              "inputs",
              "vars",
              "steps",
              "onFailure"),
          Map.of(
              "description", "here that is `summary`",
              "parameters", "here that is `inputs`",
              "params", "here that is `inputs`",
              "variables", "here that is `vars`",
              "tasks", "here that is `steps`",
              "hosts", "hosts stand at a step or a group, and in the inventory",
              "rescue", NO_RESCUE,
              "version", "did you mean `apiVersion`?"));

  static final Vocabulary INPUT =
      new Vocabulary(
          "an input",
          "input",
          List.of("type", "description", "default", "allowed", "must", "secret"),
          Map.of(
              "required", "an input without `default` is required",
              "help", "here that is `description`",
              "choices", "here that is `type: enum` with `allowed`",
              "values", "here that is `type: enum` with `allowed`",
              "enum", "here that is `type: enum` with `allowed`",
              "validation", "here that is `must`, a condition over `value`",
              "assert", "here that is `must`, a condition over `value`",
              "pattern", "here that is `must: value.matches('...')`",
              "sensitive", "here that is `secret`"));

  private static final Map<String, String> STEP_NEIGHBOURS =
      Map.ofEntries(
          Map.entry("name", "here that is `title`"),
          Map.entry("description", "here that is `title`"),
          Map.entry("run", SHELL),
          Map.entry("shell", SHELL),
          Map.entry("command", SHELL),
          Map.entry("script", SHELL),
          Map.entry("action", "here that is `uses`"),
          Map.entry("module", "here that is `uses`"),
          Map.entry("args", "here that is `with`"),
          Map.entry("if", "here that is `when`"),
          Map.entry("unless", "here that is `when` with a `!` before the condition"),
          Map.entry("register", "outputs are there already: `steps.<id>`"),
          Map.entry("serial", "here that is `rollout: {batch: 1}`"),
          Map.entry("batch", "here that is `rollout: {batch: 1}`"),
          Map.entry("order", "here that is `rollout: {order: leaderLast}`"),
          Map.entry("until", "here that is `retry: {every: 5s, within: 2m}`"),
          Map.entry("retries", "here that is `retry: {every: 5s, within: 2m}`"),
          Map.entry("delay", "here that is `retry: {every: 5s, within: 2m}`"),
          Map.entry("become", "that stands in the inventory: `ssh: {become: sudo}`"),
          Map.entry("become_user", "that stands in the inventory: `ssh: {become: sudo}`"),
          Map.entry("delegate_to", "here that is `hosts`"),
          Map.entry("host", "here that is `hosts`"),
          Map.entry("run_once", "a step without `hosts` runs once"),
          Map.entry("pause", "a person is asked by `confirm`; between batches: `rollout`"),
          Map.entry("assert", "here that is `require`, or `expect` for what must hold afterwards"),
          Map.entry("failed_when", "here that is `expect`"),
          Map.entry("changed_when", "actions say themselves what they change"),
          Map.entry("environment", "values reach a script by `env` of `host.command`"),
          Map.entry("env", "values reach a script by `env` of `host.command`"),
          Map.entry("vars", "`vars` stand at the top of the playbook"),
          Map.entry("loop", NO_LOOP),
          Map.entry("with_items", NO_LOOP),
          Map.entry("foreach", NO_LOOP),
          Map.entry("ignore_errors", NO_RESCUE),
          Map.entry("continue-on-error", NO_RESCUE),
          Map.entry("rescue", NO_RESCUE),
          Map.entry("always", NO_RESCUE),
          Map.entry("block", "here that is a group: an `id` with `steps`"),
          Map.entry("tasks", "here that is `steps`"),
          Map.entry("needs", "steps run in the order of the file"),
          Map.entry("depends_on", "steps run in the order of the file"),
          Map.entry("tags", "there are no tags: `when` skips a step"),
          Map.entry("effect", "only `host.command` takes it, in `with`"),
          Map.entry("touches", "only `host.command` takes it, in `with`"),
          Map.entry("undo", "actions know their undo; `host.command` takes one in `with`"));

  static final Vocabulary STEP =
      new Vocabulary(
          "a step",
          "step",
          List.of(
              "id",
              "title",
              "uses",
              "with",
              "hosts",
              "steps",
              "when",
              "require",
              "expect",
              "doneWhen",
              "confirm",
              "quorum",
              "pointOfNoReturn",
              "timeout",
              "retry",
              "rollout",
              "onUnreachable"),
          STEP_NEIGHBOURS);

  static final Vocabulary REQUIREMENT =
      new Vocabulary(
          "a requirement",
          "requirement",
          List.of("that", "message"),
          Map.of("msg", "here that is `message`", "condition", "here that is `that`"));

  static final Vocabulary CONFIRM =
      new Vocabulary(
          "a gate",
          "gate",
          List.of("question", "phrase"),
          Map.of("message", "here that is `question`", "prompt", "here that is `question`"));

  static final Vocabulary QUORUM =
      new Vocabulary(
          "quorum",
          "quorum",
          List.of("givenUp"),
          Map.of(
              "because", "write `quorum: {givenUp: why}`",
              "given-up", "write `quorum: {givenUp: why}`"));

  static final Vocabulary RETRY =
      new Vocabulary(
          "retry",
          "retry",
          List.of("every", "within"),
          Map.of(
              "delay", "here that is `every`",
              "interval", "here that is `every`",
              "times", "here that is `within`, a duration",
              "retries", "here that is `within`, a duration",
              "until", "what must hold stands in `expect` or `require`"));

  static final Vocabulary ROLLOUT =
      new Vocabulary(
          "a rollout",
          "rollout",
          List.of("batch", "order", "between", "pause", "maxFailures"),
          Map.of(
              "serial", "here that is `batch`",
              "max_fail_percentage", "here that is `maxFailures`, a number of hosts"));

  private static final Map<String, String> COMMAND_NEIGHBOURS =
      Map.of(
          "argv", "here that is `command`, a list of words",
          "cmd", "here that is `command`, a list of words",
          "args", "here that is `command`, a list of words",
          "shell", "here that is `script`",
          "environment", "here that is `env`",
          "creates", "here that is `doneWhen: {present: /the/path}`",
          "removes", "here that is `doneWhen: {absent: /the/path}`",
          "changed_when", "here that is `effect`: `read`, `change` or `destructive`",
          "chdir", "begin the script with `cd`");

  /** Names of actions elsewhere that run commands. */
  static final Set<String> SHELLS =
      Set.of("shell", "command", "exec", "run", "script", "bash", "cmd", "raw", "ssh");

  private Words() {}

  /** What other tools call the arguments of a command; nothing for other arguments. */
  static Map<String, String> neighbours(List<String> keys) {
    return keys.contains("command") && keys.contains("script") ? COMMAND_NEIGHBOURS : Map.of();
  }
}
