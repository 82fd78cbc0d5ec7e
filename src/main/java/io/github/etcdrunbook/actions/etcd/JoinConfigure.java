package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EtcdConfiguration;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.EtcdUrl;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.Reader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Gives a host the settings with which its etcd joins the cluster; nothing is started. */
public final class JoinConfigure
    implements Action<JoinConfigure.Arguments, JoinConfigure.Observation, JoinConfigure.Output> {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Where the others reach the host. */
  public record Arguments(
      @Doc(value = "The address at which the other members reach it", example = "${host.address}")
          String address) {}

  /** The list of members, the host's own settings, and those of a member to make them from. */
  public record Observation(
      HostName host,
      Optional<Census.Roll> roll,
      Optional<Settings> own,
      Optional<Settings> model) {}

  /** Settings of etcd on one host. */
  public record Settings(HostName host, EtcdConfiguration configuration, EtcdLayout layout) {}

  /** Who joins. */
  public record Output(
      @Doc("The name of the member") String name, @Doc("Its peer URLs") List<String> peerUrls) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.join_configure",
        "Give a host the settings with which its etcd joins",
        "Makes manifest or environment from the host's own, or else from those of a member: other"
            + " name and address, all members in --initial-cluster, and the state `existing`. They"
            + " name keys and hold none; no key leaves its host. A manifest is laid parked. Undo"
            + " puts the old settings back.",
        Manual.Place.HOST,
        """
        - id: configure
          uses: etcd.join_configure
          hosts: "${inputs.host}"
          with: {address: "${host.address}"}
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
    Optional<Census.Roll> roll = Census.roll(reader, host);
    return new Observation(
        host, roll, settings(host, reader), roll.flatMap(one -> settings(one.via(), reader)));
  }

  static Optional<Settings> settings(HostName host, Reader reader) {
    Optional<HostReader> seen = reader.host(host).seen();
    Optional<EtcdLayout> layout = seen.flatMap(HostReader::etcd);
    return seen.flatMap(HostReader::configuration)
        .flatMap(file -> layout.map(found -> new Settings(host, file, found)));
  }

  /** What the host's settings will be; its own settings are the better model. */
  static Optional<JoinDesign> design(
      HostName host, String address, Optional<Settings> own, Optional<Settings> model) {
    return own.map(
            mine ->
                new JoinDesign(
                    mine.configuration(),
                    mine.layout(),
                    mine.layout().member(),
                    mine.layout().peerUrls().isEmpty()
                        ? address
                        : JoinDesign.host(mine.layout().peerUrls().getFirst())))
        .or(
            () ->
                model.map(
                    theirs ->
                        new JoinDesign(
                            theirs.configuration(),
                            theirs.layout(),
                            host.text(),
                            EtcdUrl.inUrl(address))));
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    if (seen.roll().isEmpty()) {
      return new Decision.Refused<>(
          "there is not exactly one cluster that serves", "bring its members back first");
    }
    Optional<JoinDesign> design =
        design(seen.host(), arguments.address(), seen.own(), seen.model());
    if (design.isEmpty()) {
      return new Decision.Refused<>(
          "the settings of etcd on " + seen.roll().get().via() + " cannot be read",
          "they must stand in a manifest or in an environment file of the unit");
    }
    EtcdLayout layout = design.get().joined();
    List<Member> others =
        seen.roll().get().members().stream()
            .filter(one -> one.peerUrls().stream().noneMatch(layout.peerUrls()::contains))
            .toList();
    EtcdConfiguration file = design.get().file(others);
    Output output = new Output(layout.member(), layout.peerUrls());
    if (seen.own().map(Settings::configuration).filter(file::equals).isPresent()) {
      return new Decision.Satisfied<>(layout.member() + " joins with its settings", output);
    }
    Effect configure =
        new Effect.Configure(
            seen.host(), file.file(), Optional.of(new Effect.Configure.Setup(file, layout)));
    Effect back =
        new Effect.Configure(
            seen.host(),
            file.file(),
            seen.own()
                .map(mine -> new Effect.Configure.Setup(mine.configuration(), mine.layout())));
    return new Decision.Change<>(
        "write settings with which " + layout.member() + " joins",
        List.of(Act.of(configure, Undo.By.one(back), LIMIT)));
  }
}
