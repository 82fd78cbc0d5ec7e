package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Condition;
import io.github.etcdrunbook.world.ConditionCheck;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EtcdConfiguration;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Unit;
import io.github.etcdrunbook.world.UnitState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Starts a stopped member once with {@code --force-new-cluster}, so that it is alone in its
 * cluster, and again without. All of it is one step: a run that died in the middle first takes the
 * flag out when it is resumed.
 */
public final class ForceNewCluster
    implements Action<
        ForceNewCluster.Arguments, ForceNewCluster.Observation, ForceNewCluster.Output> {
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final FlagText FLAG = new FlagText("force-new-cluster", "true");

  /** How long it may take. */
  public record Arguments(
      @Doc(value = "How long a start or stop may take", byDefault = "3m") Duration limit) {}

  /** What is there; empty when the host or its settings cannot be seen. */
  public record Observation(HostName host, Optional<Site> site) {}

  /**
   * A member that is forced, or is to be. {@code copied}: this run has a copy of its data; {@code
   * forces}: its process has the flag; {@code status} is there when it is alone in its cluster.
   */
  public record Site(
      EtcdLayout layout,
      Optional<EtcdConfiguration> file,
      UnitState etcd,
      boolean copied,
      boolean forces,
      Optional<MemberStatus> status) {}

  /** The cluster of one. */
  public record Output(
      @Doc("The id of the cluster, which is the old one") String cluster,
      @Doc("The name of its only member") String member) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.force_new_cluster",
        "Start a member once as the only one of its cluster, with etcd's flag",
        "Puts `--force-new-cluster` into the manifest or the environment file of an etcd that is"
            + " stopped, starts it, waits until it leads and lists itself alone, and at once stops"
            + " it, gives it its old settings back, and starts it again. The cluster keeps its id,"
            + " and no revision is skipped. Refuses etcd below 3.5.25 and 3.6.6, which keeps"
            + " members that it should drop (etcd 3.6 may crash at it: etcd-io/etcd#21867), and"
            + " data of which this run has no copy. Ends only"
            + " when the flag is gone from the settings and from the process. There is no undo"
            + " from the start with the flag on.",
        Manual.Place.HOST,
        """
        - id: force
          uses: etcd.force_new_cluster
          hosts: ["${steps.survivors.survivor}"]
          quorum: {givenUp: it is lost for good}
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
    HostName host = reader.standpoint().ownHost();
    return new Observation(
        host,
        reader
            .host(host)
            .seen()
            .flatMap(seen -> seen.etcd().map(layout -> site(seen, layout, reader))));
  }

  private static Site site(HostReader host, EtcdLayout layout, Reader reader) {
    RunId run = reader.standpoint().run();
    UnitState etcd = host.unit(Unit.ETCD);
    boolean runs = etcd.running().isPresent();
    boolean alone = runs && ConditionCheck.holds(new Condition.Alone(host.name()), reader);
    return new Site(
        layout,
        host.configuration(),
        etcd,
        !host.path(RestorePaths.copied(layout, run)).isAbsent(),
        runs && host.forcesNewCluster(),
        alone ? reader.etcd().status(host.name()).seen() : Optional.empty());
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    if (seen.site().isEmpty()) {
      return new Decision.Refused<>(
          seen.host() + " does not answer with its etcd's settings", "bring the host back");
    }
    Site site = seen.site().get();
    Optional<Objection> objection = flag(seen.host(), site);
    if (objection.isEmpty() && site.status().isPresent()) {
      String member = site.layout().member();
      String cluster = site.status().get().cluster().toString();
      return new Decision.Satisfied<>(
          member + " is alone in cluster " + cluster + ", and the flag is gone",
          new Output(cluster, member));
    }
    objection =
        objection
            .or(() -> ForceVersion.objection(seen.host(), site.layout()))
            .or(() -> state(seen.host(), site));
    if (objection.isPresent()) {
      return Objection.refuse(List.of(objection.get()));
    }
    return site.file()
        .flatMap(before -> FLAG.in(before, site.layout().settings().profile()))
        .<Decision<Output>>map(
            forcing ->
                new Decision.Change<>(
                    "start " + site.layout().member() + " once with --force-new-cluster",
                    acts(seen.host(), site, forcing, arguments.limit())))
        .orElseGet(
            () ->
                new Decision.Refused<>(
                    "the settings of etcd of "
                        + seen.host()
                        + " are in no file that can be changed",
                    "take the route over the snapshot: it needs no change of settings"));
  }

  private static Optional<Objection> flag(HostName host, Site site) {
    boolean written = site.file().filter(EtcdConfiguration::forcesNewCluster).isPresent();
    return written || site.forces()
        ? Optional.of(
            new Objection(
                (written ? "the settings of etcd of " : "the running etcd of ")
                    + host
                    + " have the flag --force-new-cluster",
                "take it out and restart that etcd: with it each start drops all other members"))
        : Optional.empty();
  }

  private static Optional<Objection> state(HostName host, Site site) {
    if (site.etcd().running().isPresent() || site.etcd().startable()) {
      return Optional.of(
          new Objection(
              "etcd on " + host + " runs, or may be started by its manager",
              "stop it first with controlplane.stop, and copy its data with etcd.data_copy"));
    }
    return site.copied()
        ? Optional.empty()
        : Optional.of(
            new Objection(
                "there is no copy of the data of " + host, "copy it first with etcd.data_copy"));
  }

  private static List<Act> acts(
      HostName host, Site site, EtcdConfiguration forcing, Duration limit) {
    EtcdConfiguration file = site.file().orElseThrow();
    Effect flagIn = configure(host, forcing, site.layout());
    Effect flagOut = configure(host, file, site.layout());
    Effect start = new Effect.Control(host, Unit.ETCD, Effect.Control.Verb.START);
    Effect stop = new Effect.Control(host, Unit.ETCD, Effect.Control.Verb.STOP);
    Act alone = Act.await(new Effect.Await(new Condition.Alone(host), limit));
    Undo never =
        new Undo.Irreversible(
            "with --force-new-cluster etcd of "
                + host
                + " drops all other members, and what was not agreed upon with them; a copy of its"
                + " data lies beside it");
    return List.of(
        Act.of(flagIn, Undo.By.one(flagOut), SHORT),
        Act.of(start, never, SHORT),
        alone,
        Act.of(stop, never, SHORT),
        Act.await(new Effect.Await(new Condition.Gone(host, Unit.ETCD), limit)),
        Act.of(flagOut, never, SHORT),
        Act.of(start, never, SHORT),
        Act.await(new Effect.Await(new Condition.Ready(host, Unit.ETCD), limit)),
        alone);
  }

  private static Effect configure(HostName host, EtcdConfiguration file, EtcdLayout layout) {
    return new Effect.Configure(
        host, file.file(), Optional.of(new Effect.Configure.Setup(file, layout)));
  }
}
