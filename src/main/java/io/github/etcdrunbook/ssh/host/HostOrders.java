package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.Owner;
import io.github.etcdrunbook.world.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns effects into commands: literal scripts with the effect's data as parameters. */
final class HostOrders {
  private final HostFacts facts;

  HostOrders(HostFacts facts) {
    this.facts = facts;
  }

  Launches.Order move(Effect.Move effect) {
    return order(effect, "move", List.of(effect.from(), effect.to()));
  }

  Launches.Order copy(Effect.Copy effect, RunId run) {
    return order(effect, "copy", List.of(effect.from(), effect.to(), run.text()));
  }

  Launches.Order remove(Effect.Remove effect, RunId run) {
    return order(effect, "remove", List.of(effect.path(), run.text()));
  }

  Launches.Order makeFolder(Effect.MakeFolder effect) {
    Owner owner = effect.owner();
    return order(effect, "folder", List.of(effect.path(), ids(owner), mode(owner)));
  }

  /** The manifest of a pod is changed or laid where it is parked, an environment file in place. */
  Launches.Order configure(Effect.Configure effect, RunId run) {
    boolean pod = facts.layout().isPresent() ? facts.isPod() : isPod(effect);
    String kind = pod ? "pod-configure" : "service-configure";
    return effect
        .setup()
        .map(Effect.Configure.Setup::configuration)
        .map(
            made ->
                order(
                    effect,
                    kind,
                    List.of(
                        made.file(),
                        run.text(),
                        ids(made.owner()),
                        mode(made.owner()),
                        made.text())))
        .orElseGet(() -> order(effect, kind, List.of(effect.file(), run.text())));
  }

  private static boolean isPod(Effect.Configure effect) {
    return effect
        .setup()
        .map(setup -> setup.layout().settings().profile() == EtcdLayout.Profile.KUBEADM)
        .orElseGet(() -> effect.file().endsWith(".yaml"));
  }

  private static String ids(Owner owner) {
    return owner.uid() + ":" + owner.gid();
  }

  private static String mode(Owner owner) {
    return "0" + Integer.toOctalString(owner.mode());
  }

  Launches.Order exec(Effect.Exec effect) {
    return new Launches.Order(effect.toString(), effect.words());
  }

  /** A static pod is parked and put back, a systemd unit is fenced and freed. */
  Launches.Order control(Effect.Control effect, RunId run) {
    Optional<Survey.Placed> manifest = facts.manifest(effect.unit());
    String what = manifest.map(Survey.Placed::path).orElseGet(() -> facts.service(effect.unit()));
    String kind = manifest.isPresent() ? "pod" : "service";
    return switch (effect.verb()) {
      case STOP -> order(effect, kind + "-stop", List.of(what, run.text()));
      case START -> order(effect, kind + "-start", List.of(what, run.text()));
      case RESTART -> order(effect, "service-restart", List.of(facts.service(effect.unit())));
    };
  }

  Launches.Order restore(Effect.RestoreSnapshot effect, RunId run) {
    Effect.RestoreSnapshot.Target target = effect.target();
    Owner owner = target.owner();
    List<Member> members = target.cluster().members();
    List<String> parameters = new ArrayList<>();
    parameters.add(run.text());
    parameters.add(effect.tool().command().getFirst());
    parameters.add(effect.source().path());
    parameters.add(effect.source().facts().sha256().hexadecimal());
    parameters.add(target.directory());
    parameters.add(ids(owner));
    parameters.add(mode(owner));
    parameters.add(target.member());
    parameters.add(
        members.stream()
            .flatMap(one -> one.peerUrls().stream().map(url -> one.name() + "=" + url))
            .collect(Collectors.joining(",")));
    parameters.add(target.cluster().token());
    parameters.add(
        members.stream()
            .filter(one -> one.name().equals(target.member()))
            .flatMap(one -> one.peerUrls().stream())
            .collect(Collectors.joining(",")));
    parameters.add(String.valueOf(target.cluster().bump()));
    parameters.add(target.defragment() ? "yes" : "no");
    return order(effect, "restore", parameters);
  }

  private static Launches.Order order(Effect effect, String script, List<String> parameters) {
    return new Launches.Order(effect.toString(), Script.changing(script).with(parameters));
  }
}
