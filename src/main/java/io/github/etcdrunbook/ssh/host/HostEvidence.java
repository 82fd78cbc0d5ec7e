package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.PathState;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Settled;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.Unit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the host itself shows of an effect, whoever made it. A path appears by a rename when all of
 * it is there, so that its presence is the proof.
 */
final class HostEvidence {
  private final HostReader host;
  private final HostFacts facts;

  HostEvidence(HostReader host, HostFacts facts) {
    this.host = host;
    this.facts = facts;
  }

  Settled of(Effect.OnHost effect, RunId run) {
    return switch (effect) {
      case Effect.PutFile put -> put(put);
      case Effect.Move move -> moved(move);
      case Effect.Copy copy -> present(copy.to());
      case Effect.Remove remove -> removed(remove.path());
      case Effect.RestoreSnapshot restore -> present(restore.target().directory());
      case Effect.Control control -> controlled(control);
      case Effect.Exec exec -> new Settled.Unclear("only its record on the host could tell");
      case Effect.MakeFolder folder -> present(folder.path());
      case Effect.Configure configure -> configured(configure);
      case Effect.MemberAdd add -> throw notAHosts(add);
      case Effect.MemberPromote promote -> throw notAHosts(promote);
      case Effect.MemberRemove remove -> throw notAHosts(remove);
      case Effect.MemberUpdate update -> throw notAHosts(update);
      case Effect.SealFiles seal -> throw notAHosts(seal);
      case Effect.SaveSnapshot save -> throw notAHosts(save);
      case Effect.DisarmAlarm disarm -> throw notAHosts(disarm);
      case Effect.WriteProbe probe -> throw notAHosts(probe);
      case Effect.Compact compact -> throw notAHosts(compact);
      case Effect.Defragment defragment -> throw notAHosts(defragment);
      case Effect.LeaderAway away -> throw notAHosts(away);
    };
  }

  static IllegalArgumentException notAHosts(Effect effect) {
    return new IllegalArgumentException("not a host's to perform: " + effect);
  }

  private Settled put(Effect.PutFile put) {
    Optional<Sha256> digest = host.digest(put.path());
    if (digest.equals(Optional.of(put.sha256()))) {
      return done(put.path() + " has the digest");
    }
    return digest.isPresent()
        ? new Settled.Unclear(put.path() + " is another file: " + digest.get())
        : new Settled.NotDone("nothing lies at " + put.path());
  }

  private Settled moved(Effect.Move move) {
    boolean source = !host.path(move.from()).isAbsent();
    boolean target = !host.path(move.to()).isAbsent();
    if (target && !source) {
      return done(move.to() + " is there and " + move.from() + " is not");
    }
    return source && !target
        ? new Settled.NotDone(move.from() + " is where it was")
        : new Settled.Unclear(
            (source ? "both " : "neither ")
                + move.from()
                + (source ? " and " : " nor ")
                + move.to()
                + (source ? " are there" : " is there"));
  }

  private Settled present(String path) {
    PathState state = host.path(path);
    return state.isAbsent()
        ? new Settled.NotDone("nothing lies at " + path)
        : done(path + " is there");
  }

  private Settled removed(String path) {
    return host.path(path).isAbsent()
        ? done("nothing lies at " + path)
        : new Settled.NotDone(path + " is there");
  }

  private Settled configured(Effect.Configure configure) {
    Optional<String> wanted = configure.setup().map(setup -> setup.configuration().text().strip());
    Optional<String> now = host.configuration().map(found -> found.text().strip());
    return now.equals(wanted)
        ? done(configure.file() + " is as wanted")
        : new Settled.NotDone(configure.file() + " is otherwise");
  }

  private Settled controlled(Effect.Control control) {
    if (control.verb() == Effect.Control.Verb.RESTART) {
      return new Settled.NotDone("a restart is harmless to repeat");
    }
    boolean isPod = facts.manifest(control.unit()).isPresent();
    boolean startable =
        isPod ? host.unit(control.unit()).startable() : startedOrStarting(control.unit());
    boolean wanted = control.verb() == Effect.Control.Verb.START;
    String word =
        isPod
            ? "its manifest is " + (startable ? "in place" : "parked")
            : "its unit is " + (startable ? "free and started" : "fenced or not started");
    return startable == wanted ? done(word) : new Settled.NotDone(word);
  }

  private boolean startedOrStarting(Unit unit) {
    List<Section> sections = Section.all(facts.hear("service-job", List.of(facts.service(unit))));
    Map<String, String> shown =
        Section.named(sections, "systemd").map(UnitProperties::of).orElse(Map.of());
    boolean fenced = Section.named(sections, "fenced").isPresent();
    boolean queued = !shown.getOrDefault("Job", "").isBlank() && !shown.get("Job").equals("0");
    boolean up =
        List.of("active", "activating", "reloading")
            .contains(shown.getOrDefault("ActiveState", ""));
    return !fenced && (queued || up);
  }

  private static Settled done(String evidence) {
    return new Settled.Done(new EffectResult.Nothing(), evidence);
  }
}
