package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Condition;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EtcdConfiguration;
import io.github.etcdrunbook.world.EtcdLayout.Profile;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives one member another quota: its settings are changed while it is down. */
public final class EtcdQuota implements Action<EtcdQuota.Arguments, QuotaSite, EtcdQuota.Output> {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final long LARGEST = 8L << 30;

  /** The quota. */
  public record Arguments(
      @Doc(value = "The quota of the database", example = "8GiB") long bytes,
      @Doc(
              value = "Whether more than 8 GiB are meant, which etcd does not recommend",
              byDefault = "false",
              example = "true")
          boolean force,
      @Doc(
              value = "Whether the only member of a cluster may be out of service meanwhile",
              byDefault = "false",
              example = "true")
          boolean outage) {}

  /** The quota, and what is left for a person. */
  public record Output(
      @Doc("The quota in bytes") long quota,
      @Doc("What a person should do so that it stays, or empty") String remark) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.quota",
        "Give a member another quota",
        "Hands leadership over, stops the member, changes `--quota-backend-bytes` in its manifest"
            + " or `ETCD_QUOTA_BACKEND_BYTES` in its environment file, and starts it again. A"
            + " manifest is changed where it lies parked, and not put back before three seconds"
            + " are over: a real kubelet takes 14 s longer for one that is changed in place."
            + " Refuses a quota that the database has almost reached, more than the disk holds,"
            + " more than 8 GiB, while another member is silent, and for the only member of a"
            + " cluster unless `outage` says that this is meant. Undo gives the old settings back.",
        Manual.Place.HOST,
        """
        - id: quota
          uses: etcd.quota
          hosts: etcd
          rollout: {batch: 1, order: leaderLast, between: quorum}
          with: {bytes: 8GiB}
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
  public QuotaSite probe(Arguments arguments, Reader reader) {
    return QuotaSite.look(reader.standpoint().ownHost(), reader);
  }

  @Override
  public Decision<Output> decide(Arguments arguments, QuotaSite seen) {
    if (seen.setup().isEmpty()) {
      return new Decision.Refused<>(
          seen.host() + " does not answer, or has no etcd", "bring the host back");
    }
    QuotaSite.Setup setup = seen.setup().get();
    if (setup.layout().settings().quotaBytes() == arguments.bytes() && setup.runs()) {
      String remark = remark(setup.layout().settings().profile(), arguments.bytes());
      return new Decision.Satisfied<>(
          "the quota is %,d bytes".formatted(arguments.bytes())
              + (remark.isEmpty() ? "" : "; " + remark),
          new Output(arguments.bytes(), remark));
    }
    Optional<EtcdConfiguration> changed =
        setup
            .file()
            .flatMap(
                file ->
                    QuotaText.with(file, setup.layout().settings().profile(), arguments.bytes()));
    if (changed.isEmpty()) {
      return new Decision.Refused<>(
          "the settings of etcd of " + seen.host() + " are in no file that can be changed",
          "change --quota-backend-bytes by hand, the same on every host");
    }
    return objection(arguments, seen, setup)
        .<Decision<Output>>map(what -> new Decision.Refused<>(what.what(), what.hint()))
        .orElseGet(() -> change(arguments, seen, setup, changed.get()));
  }

  private static String remark(Profile profile, long bytes) {
    return switch (profile) {
      case KUBEADM ->
          "put quota-backend-bytes "
              + bytes
              + " into etcd.local.extraArgs of the ConfigMap kubeadm-config too, or the next"
              + " kubeadm upgrade takes it back";
      case SYSTEMD -> "";
    };
  }

  private static Optional<RestoreProblem> objection(
      Arguments arguments, QuotaSite seen, QuotaSite.Setup setup) {
    if (!seen.silent().isEmpty()) {
      return problem(
          "etcd of " + seen.silent() + " does not answer a linearizable read",
          "bring every member back first: the one that restarts is missing as well");
    }
    Optional<RestoreProblem> alone =
        OnlyMember.objection(arguments.outage(), seen.all().size() > 1, "restarts");
    if (alone.isPresent()) {
      return alone;
    }
    if (arguments.bytes() > LARGEST && !arguments.force()) {
      return problem(
          "more than 8 GiB is not recommended: starts, snapshots and defragmentations get slow",
          "delete what is not needed, or say force");
    }
    long size = seen.space().seen().flatMap(space -> space.size().known()).orElse(0L);
    if (arguments.bytes() <= size + size / 10) {
      return problem(
          "the database takes %,d bytes: a quota of %,d would be reached at once"
              .formatted(size, arguments.bytes()),
          "choose more; to lower a quota, defragment first");
    }
    Optional<Long> free = setup.freeBytes().known();
    return free.filter(bytes -> bytes + size < arguments.bytes()).isPresent()
        ? problem(
            "the disk holds %,d bytes of database at most".formatted(free.get() + size),
            "make the file system larger first")
        : Optional.empty();
  }

  private static Optional<RestoreProblem> problem(String what, String hint) {
    return Optional.of(new RestoreProblem(what, hint));
  }

  private static Decision<Output> change(
      Arguments arguments, QuotaSite seen, QuotaSite.Setup setup, EtcdConfiguration changed) {
    HostName host = seen.host();
    Act quorum = Act.await(new Effect.Await(new Condition.Quorum(seen.all()), LIMIT));
    Effect stop = new Effect.Control(host, Unit.ETCD, Effect.Control.Verb.STOP);
    Effect start = new Effect.Control(host, Unit.ETCD, Effect.Control.Verb.START);
    Effect.Await gone = new Effect.Await(new Condition.Gone(host, Unit.ETCD), LIMIT);
    Effect.Await ready = new Effect.Await(new Condition.Ready(host, Unit.ETCD), LIMIT);
    Effect before =
        new Effect.Configure(
            host,
            changed.file(),
            Optional.of(new Effect.Configure.Setup(setup.file().orElseThrow(), setup.layout())));
    Effect after =
        new Effect.Configure(
            host,
            changed.file(),
            Optional.of(
                new Effect.Configure.Setup(
                    changed, QuotaText.with(setup.layout(), arguments.bytes()))));
    List<Act> acts = new ArrayList<>();
    if (seen.all().size() > 1) {
      acts.add(
          Act.of(new Effect.LeaderAway(host), new Undo.NotNeeded("any voter may lead"), SHORT));
      acts.add(quorum);
    }
    acts.add(Act.of(stop, new Undo.By(List.of(start, ready, quorum.effect())), SHORT));
    acts.add(Act.await(gone));
    acts.add(Act.of(after, Undo.By.one(before), SHORT));
    acts.add(Act.of(start, new Undo.By(List.of(stop, gone)), SHORT));
    acts.add(Act.await(ready));
    acts.add(quorum);
    return new Decision.Change<>("quota of %,d bytes".formatted(arguments.bytes()), acts);
  }
}
