package io.github.etcdrunbook.actions.host;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Literal;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.LostSight;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs a command of the playbook's own on a host. Nobody can look into it: it says itself what it
 * is, what it touches and how it is taken back, and is believed.
 */
public final class HostCommand
    implements Action<HostCommand.Arguments, HostCommand.Observation, HostCommand.Output> {
  /** The command, and what is said of it. */
  public record Arguments(
      @Doc(value = "The command as a list of words", example = "[systemctl, restart, chronyd]")
          Optional<List<Value<String>>> command,
      @Doc(value = "A POSIX shell script, run by `sh -eu`; literal", example = "rm -f \"$OLD\"")
          Optional<Literal> script,
      @Doc(value = "Environment of the command", byDefault = "{}", example = "{OLD: /var/tmp/x}")
          Map<String, Value<String>> env,
      @Doc(value = "What it does; a destructive one needs a gate", example = "change")
          Effect.Exec.Kind effect,
      @Doc(value = "Paths and units that it changes", byDefault = "[]", example = "[/etc/motd]")
          List<Touched> touches,
      @Doc(
              value = "How it is taken back; required unless it only reads",
              example = "{command: [rm, /etc/motd]}")
          Optional<TakenBack> undo,
      @Doc(value = "What holds when nothing is left to do", example = "{present: /etc/motd}")
          Optional<Goal> doneWhen,
      @Doc(value = "The exit statuses that mean that it went well", byDefault = "[0]")
          List<Integer> exits,
      @Doc(value = "How long it may run", byDefault = "10m") Duration limit) {
    /** Rejects what cannot be run. */
    public Arguments {
      Objects.requireNonNull(effect, "effect");
      if (command.isPresent() == script.isPresent() || command.filter(List::isEmpty).isPresent()) {
        throw new IllegalArgumentException("either `command` or `script` is given");
      }
      for (String name : env.keySet()) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
          throw new IllegalArgumentException("`" + name + "` is no name of a variable");
        }
      }
    }
  }

  /** How a command is taken back: exactly one of these. */
  public record TakenBack(
      @Doc("The command that takes it back") Optional<List<Value<String>>> command,
      @Doc("The script that takes it back, with the same environment") Optional<Literal> script,
      @Doc("Why nothing has to be taken back") Optional<String> notNeeded,
      @Doc("Why it cannot be taken back") Optional<String> impossible) {
    /** Rejects more and less than one. */
    public TakenBack {
      long given =
          List.of(command, script, notNeeded, impossible).stream()
              .filter(Optional::isPresent)
              .count();
      if (given != 1) {
        throw new IllegalArgumentException(
            "an undo is one of `command`, `script`, `notNeeded`, `impossible`");
      }
    }
  }

  /** What holds when nothing is left to do: exactly one of these. */
  public record Goal(
      @Doc("A path that is there") Optional<String> present,
      @Doc("A path that is not there") Optional<String> absent) {
    /** Rejects more and less than one. */
    public Goal {
      if (present.isPresent() == absent.isPresent()) {
        throw new IllegalArgumentException("`doneWhen` is one of `present` and `absent`");
      }
    }

    private boolean reached(HostReader host) {
      return present
          .map(path -> !host.path(path).isAbsent())
          .orElseGet(() -> host.path(absent.orElseThrow()).isAbsent());
    }

    private String text() {
      return present
          .map(path -> path + " is there")
          .orElseGet(() -> absent.orElseThrow() + " is not there");
    }
  }

  /** Whether its goal is reached, and what the command of this run came to. */
  public record Observation(
      HostName host, Optional<Boolean> reached, Optional<EffectResult> result) {}

  /** What the command came to. */
  public record Output(
      @Doc("Whether it was run; not when `doneWhen` held before") boolean ran,
      @Doc("Its exit status") int status,
      @Doc("The last 16 KiB of its output") String stdout,
      @Doc("The last 16 KiB of its errors") String stderr) {}

  @Override
  public Manual manual() {
    return new Manual(
        "host.command",
        "Run a command or a script of your own on a host",
        "Words are interpolated one by one and then quoted; a script is literal and gets values"
            + " only by `env`, so that data never becomes shell. It runs as root where the"
            + " inventory says `become`, is started at most once, and survives a lost connection."
            + " Nobody can look into it: it says what it touches, which is unknown to the plan from"
            + " there on, and how it is taken back. A plan never runs it, not even one that reads."
            + " One that ends with another status counts as not done, and a resumed run starts it"
            + " again. Secret inputs are not given to it: its words are in plan and journal.",
        Manual.Place.HOST,
        """
        - id: rotate
          uses: host.command
          hosts: etcd
          with:
            command: [logrotate, --force, /etc/logrotate.d/etcd]
            effect: change
            touches: [/var/log/etcd]
            undo: {notNeeded: old logs are kept beside the new ones}
        """);
  }

  @Override
  public Class<Arguments> arguments() {
    return Arguments.class;
  }

  @Override
  public Class<Output> output() {
    return Output.class;
  }

  @Override
  public Observation probe(Arguments arguments, Reader reader) {
    HostName name = reader.standpoint().ownHost();
    HostReader host =
        switch (reader.host(name)) {
          case Sight.Seen<HostReader> seen -> seen.value();
          case Sight.Unseen<HostReader> unseen -> throw new LostSight(name, unseen.failure());
        };
    Optional<EffectResult> result =
        reader.result(new EffectRef(reader.standpoint().step(), Optional.of(name), 0));
    return new Observation(name, arguments.doneWhen().map(goal -> goal.reached(host)), result);
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    boolean reached = seen.reached().orElse(false);
    if (seen.result().isPresent()) {
      return seen.reached().isPresent() && !reached
          ? new Decision.Refused<>(
              "the command went well, and this does not hold: "
                  + arguments.doneWhen().orElseThrow().text(),
              "look at the host; the journal has its output")
          : new Decision.Satisfied<>("it went well", output(seen.result().get()));
    }
    if (reached) {
      return new Decision.Satisfied<>(
          arguments.doneWhen().orElseThrow().text(), new Output(false, 0, "", ""));
    }
    List<String> touches = arguments.touches().stream().map(Touched::toString).toList();
    Effect effect =
        new Effect.Exec(
            seen.host(),
            words(arguments, arguments.command(), arguments.script()),
            new Effect.Exec.Declared(arguments.effect(), touches, arguments.exits()));
    Undo undo = undo(arguments, seen.host(), touches);
    return new Decision.Change<>("run a command", List.of(Act.of(effect, undo, arguments.limit())));
  }

  private static Output output(EffectResult result) {
    return result instanceof EffectResult.Exited exited
        ? new Output(true, exited.status(), exited.output(), exited.errors())
        : new Output(true, 0, "", "");
  }

  private static List<Value<String>> words(
      Arguments arguments, Optional<List<Value<String>>> command, Optional<Literal> script) {
    List<Value<String>> words = new ArrayList<>();
    if (!arguments.env().isEmpty()) {
      words.add(Value.fixed("env"));
      new TreeMap<>(arguments.env())
          .forEach((name, value) -> words.add(value.map(text -> name + "=" + text)));
    }
    script.ifPresent(
        text -> {
          List<String> shell = List.of("sh", "-eu", "-c", text.toString());
          shell.forEach(word -> words.add(Value.fixed(word)));
        });
    command.ifPresent(words::addAll);
    return words;
  }

  private static Undo undo(Arguments arguments, HostName host, List<String> touches) {
    if (arguments.effect() == Effect.Exec.Kind.READ || arguments.undo().isEmpty()) {
      return new Undo.NotNeeded("it only reads");
    }
    TakenBack back = arguments.undo().get();
    if (back.impossible().isPresent()) {
      return new Undo.Irreversible(back.impossible().get());
    }
    if (back.notNeeded().isPresent()) {
      return new Undo.NotNeeded(back.notNeeded().get());
    }
    return Undo.By.one(
        new Effect.Exec(
            host,
            words(arguments, back.command(), back.script()),
            new Effect.Exec.Declared(Effect.Exec.Kind.CHANGE, touches, List.of(0))));
  }
}
