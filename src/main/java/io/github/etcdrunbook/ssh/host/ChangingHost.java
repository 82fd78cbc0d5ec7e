package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.HostWriter;
import io.github.etcdrunbook.world.LostSight;
import io.github.etcdrunbook.world.Performed;
import io.github.etcdrunbook.world.Progress;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Settled;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Changes a real host. Every command is started at most once under its key; what it came to is told
 * by its exit status, and where that is missing by the host's own evidence. Safe for several
 * threads.
 */
final class ChangingHost implements HostWriter {
  /** The status with which a script says that it has changed nothing and why. */
  private static final int REFUSED = 40;

  /** Characters of a command's output that the journal keeps. */
  private static final int OUTPUT_MAX = 16_384;

  private static final Duration SHORT = Duration.ofMinutes(2);
  private static final Duration LONG = Duration.ofMinutes(30);

  private final HostShell shell;
  private final Supplier<HostFacts> facts;
  private final Launches launches;
  private final Clock clock;

  /**
   * Changes a host.
   *
   * @param facts how the host is set up, as looked up a moment ago at most
   */
  ChangingHost(HostShell shell, Supplier<HostFacts> facts, Launches launches, Clock clock) {
    this.shell = shell;
    this.facts = facts;
    this.launches = launches;
    this.clock = clock;
  }

  @Override
  public HostName name() {
    return shell.name();
  }

  @Override
  public Performed perform(Effect.OnHost effect, EffectKey key, Duration limit, Progress progress) {
    Optional<Failure> objection = objection(effect, key.run());
    if (objection.isPresent()) {
      return new Performed.NotDone(objection.get());
    }
    Launch launch;
    try {
      launch = launch(effect, key, progress);
    } catch (LostSight lost) {
      // Nothing has been sent yet.
      return new Performed.NotDone(lost.failure());
    }
    try {
      return ended(effect, key, launch.within(limit), limit);
    } catch (LostSight lost) {
      return new Performed.Unclear(lost.failure());
    }
  }

  @Override
  public void breakOff(EffectKey key) {
    launches.end(key);
  }

  /** An effect that is ready to be started. */
  private interface Launch {
    Launched within(Duration limit);
  }

  private Launch launch(Effect.OnHost effect, EffectKey key, Progress progress) {
    if (effect instanceof Effect.PutFile put) {
      Launches.Parcel parcel =
          new Launches.Parcel(Path.of(put.source()), put.sha256(), put.path(), put.owner());
      return limit -> launches.put(key, parcel, limit, progress);
    }
    Launches.Order order = order(effect, key.run());
    return limit -> launches.start(key, order, limit);
  }

  /** What still runs at its limit is ended. */
  private Performed ended(Effect.OnHost effect, EffectKey key, Launched launched, Duration limit) {
    if (!(launched instanceof Launched.Running)) {
      return performed(effect, key, launched);
    }
    Launched last = launches.end(key);
    return last instanceof Launched.Ended(Heard heard) && wentWell(effect, heard)
        ? performed(effect, key, last)
        : byEvidence(effect, key, new Failure.TimedOut(EffectWords.of(effect), limit));
  }

  private Launches.Order order(Effect.OnHost effect, RunId run) {
    HostOrders orders = new HostOrders(facts.get());
    return switch (effect) {
      case Effect.Move move -> orders.move(move);
      case Effect.Copy copy -> orders.copy(copy, run);
      case Effect.Remove remove -> orders.remove(remove, run);
      case Effect.Control control -> orders.control(control, run);
      case Effect.RestoreSnapshot restore -> orders.restore(restore, run);
      case Effect.Exec exec -> orders.exec(exec);
      case Effect.PutFile put -> throw new IllegalArgumentException("a file is put, not started");
      case Effect.MakeFolder folder -> orders.makeFolder(folder);
      case Effect.Configure configure -> orders.configure(configure, run);
      case Effect.MemberAdd add -> throw HostEvidence.notAHosts(add);
      case Effect.MemberPromote promote -> throw HostEvidence.notAHosts(promote);
      case Effect.MemberRemove remove -> throw HostEvidence.notAHosts(remove);
      case Effect.MemberUpdate update -> throw HostEvidence.notAHosts(update);
      case Effect.SealFiles seal -> throw HostEvidence.notAHosts(seal);
      case Effect.SaveSnapshot save -> throw HostEvidence.notAHosts(save);
      case Effect.DisarmAlarm disarm -> throw HostEvidence.notAHosts(disarm);
      case Effect.WriteProbe probe -> throw HostEvidence.notAHosts(probe);
      case Effect.Compact compact -> throw HostEvidence.notAHosts(compact);
      case Effect.Defragment defragment -> throw HostEvidence.notAHosts(defragment);
      case Effect.LeaderAway away -> throw HostEvidence.notAHosts(away);
    };
  }

  /** What is told without asking the host: such an effect is never sent. */
  private static Optional<Failure> objection(Effect.OnHost effect, RunId run) {
    return switch (effect) {
      case Effect.Remove remove when !isOfRun(remove.path(), run) ->
          Optional.of(
              new Failure.Unsuitable(
                  remove.path() + " is not a path that run " + run + " made",
                  "only what this run made is removed"));
      case Effect.PutFile put -> relative(put.path());
      case Effect.Move move -> relative(move.from()).or(() -> relative(move.to()));
      case Effect.Copy copy -> relative(copy.from()).or(() -> relative(copy.to()));
      case Effect.RestoreSnapshot restore -> relative(restore.target().directory());
      case Effect.Remove remove -> Optional.empty();
      case Effect.Control control -> Optional.empty();
      case Effect.Exec exec -> Optional.empty();
      case Effect.MakeFolder folder -> relative(folder.path());
      case Effect.Configure configure -> relative(configure.file());
      case Effect.MemberAdd add -> throw HostEvidence.notAHosts(add);
      case Effect.MemberPromote promote -> throw HostEvidence.notAHosts(promote);
      case Effect.MemberRemove remove -> throw HostEvidence.notAHosts(remove);
      case Effect.MemberUpdate update -> throw HostEvidence.notAHosts(update);
      case Effect.SealFiles seal -> throw HostEvidence.notAHosts(seal);
      case Effect.SaveSnapshot save -> throw HostEvidence.notAHosts(save);
      case Effect.DisarmAlarm disarm -> throw HostEvidence.notAHosts(disarm);
      case Effect.WriteProbe probe -> throw HostEvidence.notAHosts(probe);
      case Effect.Compact compact -> throw HostEvidence.notAHosts(compact);
      case Effect.Defragment defragment -> throw HostEvidence.notAHosts(defragment);
      case Effect.LeaderAway away -> throw HostEvidence.notAHosts(away);
    };
  }

  private static boolean isOfRun(String path, RunId run) {
    return relative(path).isEmpty() && path.contains(run.text());
  }

  private static Optional<Failure> relative(String path) {
    boolean plain =
        path.startsWith("/")
            && path.indexOf('\0') < 0
            && Path.of(path).equals(Path.of(path).normalize());
    return plain
        ? Optional.empty()
        : Optional.of(
            new Failure.Unsuitable(
                "`" + path + "` is not a full and plain path", "name it from / on, without `..`"));
  }

  private Performed performed(Effect.OnHost effect, EffectKey key, Launched launched) {
    return switch (launched) {
      case Launched.Ended(Heard heard) when wentWell(effect, heard) ->
          new Performed.Done(result(effect, heard));
      case Launched.Ended(Heard heard) when heard.exit() == REFUSED && !isExec(effect) ->
          new Performed.NotDone(refusal(heard));
      case Launched.Ended(Heard heard) -> {
        Failure failure = failure(effect, heard);
        yield isExec(effect) ? new Performed.NotDone(failure) : byEvidence(effect, key, failure);
      }
      // The connection broke before it started: settled like a lost answer, and tried again.
      case Launched.Never never when !isExec(effect) -> new Performed.Unclear(neverStarted(effect));
      case Launched.Never never -> new Performed.NotDone(neverStarted(effect));
      case Launched.Interrupted(String why) ->
          byEvidence(
              effect,
              key,
              new Failure.Unreachable(EffectWords.of(effect) + " was interrupted: " + why));
      case Launched.Running running ->
          new Performed.Unclear(new Failure.Unreachable(EffectWords.of(effect) + " still runs"));
      case Launched.Refused(Failure failure) -> new Performed.NotDone(failure);
      case Launched.Unknown(Failure failure) -> new Performed.Unclear(failure);
    };
  }

  private static Failure neverStarted(Effect effect) {
    return new Failure.Unsuitable(
        EffectWords.of(effect) + " was not started: its key is used up", "resume the run");
  }

  private static boolean wentWell(Effect effect, Heard heard) {
    return effect instanceof Effect.Exec exec ? exec.accepts(heard.exit()) : heard.exit() == 0;
  }

  /** The last part of an output, without the line breaks at its end. */
  private static String end(String output) {
    String text = output.stripTrailing();
    return text.length() <= OUTPUT_MAX ? text : text.substring(text.length() - OUTPUT_MAX);
  }

  private static boolean isExec(Effect effect) {
    return effect instanceof Effect.Exec;
  }

  private static EffectResult result(Effect effect, Heard heard) {
    return isExec(effect)
        ? new EffectResult.Exited(heard.exit(), end(heard.out()), end(heard.err()))
        : new EffectResult.Nothing();
  }

  private static Failure refusal(Heard heard) {
    List<Section> sections = Section.all(heard.out());
    return new Failure.Unsuitable(
        Section.word(sections, "refused").orElse("it was refused"),
        Section.word(sections, "hint").orElse("look at the host"));
  }

  private static Failure failure(Effect effect, Heard heard) {
    return !isExec(effect) && heard.err().contains("No space left on device")
        ? new Failure.NoSpace(EffectWords.of(effect) + ": no space is left on the device")
        : new Failure.CommandFailed(EffectWords.of(effect), heard.exit(), heard.tail());
  }

  private Performed byEvidence(Effect.OnHost effect, EffectKey key, Failure failure) {
    return switch (evidence(effect, key.run())) {
      case Settled.Done done -> new Performed.Done(done.result());
      case Settled.NotDone not -> new Performed.NotDone(failure);
      case Settled.Unclear unclear -> new Performed.Unclear(failure);
    };
  }

  private Settled evidence(Effect.OnHost effect, RunId run) {
    HostFacts known = facts.get();
    return new HostEvidence(new LiveHost(shell, known, clock), known).of(effect, run);
  }

  @Override
  public Settled settle(Effect.OnHost effect, EffectKey key) {
    try {
      return settled(effect, key);
    } catch (LostSight lost) {
      return new Settled.Unclear(lost.failure().what());
    }
  }

  private Settled settled(Effect.OnHost effect, EffectKey key) {
    if (effect instanceof Effect.PutFile) {
      return evidence(effect, key.run());
    }
    Launched launched = launches.settle(key, isLong(effect) ? LONG : SHORT);
    return switch (launched) {
      case Launched.Ended(Heard heard) when wentWell(effect, heard) ->
          new Settled.Done(result(effect, heard), "the host's record says that it ended well");
      case Launched.Ended(Heard heard) when isExec(effect) ->
          new Settled.NotDone("the host's record says that it ended with status " + heard.exit());
      case Launched.Running running -> new Settled.Unclear("it still runs on the host");
      case Launched.Refused(Failure failure) -> new Settled.Unclear(failure.what());
      case Launched.Unknown(Failure failure) -> new Settled.Unclear(failure.what());
      case Launched.Never never when isExec(effect) -> neverInThisBoot(key);
      case Launched.Ended ended -> evidence(effect, key.run());
      case Launched.Interrupted interrupted -> evidence(effect, key.run());
      case Launched.Never never -> evidence(effect, key.run());
    };
  }

  private static boolean isLong(Effect effect) {
    return effect instanceof Effect.RestoreSnapshot
        || effect instanceof Effect.Copy
        || isExec(effect);
  }

  /** Records do not outlive a boot: that none is there says something only of this boot. */
  private Settled neverInThisBoot(EffectKey key) {
    Section uptime =
        Section.named(Section.all(facts.get().hear("uptime", List.of())), "uptime")
            .orElseThrow(
                () ->
                    new LostSight(
                        name(),
                        new Failure.Unsuitable("its uptime cannot be read", "resume again")));
    return RunAge.beganBefore(key.run(), uptime.text(), clock)
        ? new Settled.Unclear("the host has been restarted since the run was planned")
        : new Settled.NotDone("the host's record says that it was never started");
  }
}
