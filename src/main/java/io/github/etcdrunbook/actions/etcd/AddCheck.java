package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Nature;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Certificate;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.EtcdUrl;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.PathState;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks all that a new member needs, on its host and in the cluster. Changes nothing. */
public final class AddCheck
    implements Action<AddCheck.Arguments, AddCheck.Observation, AddCheck.Output> {

  /** Where the others reach the host. */
  public record Arguments(
      @Doc(value = "The address at which the other members reach it", example = "${host.address}")
          String address) {}

  /** All that was seen; {@code site} is empty when the host does not answer. */
  public record Observation(
      HostName host,
      Census census,
      Optional<JoinConfigure.Settings> own,
      Optional<JoinConfigure.Settings> model,
      Optional<Site> site,
      Routes routes,
      Value<Long> databaseBytes) {}

  /** The host of the new member. */
  public record Site(
      PathState data,
      Value<Long> freeBytes,
      List<Certificate> certificates,
      Set<String> issuers,
      Value<Instant> clock) {}

  /** Peer URLs that the host does not reach, and members that do not hear the host. */
  public record Routes(List<String> unreached, List<HostName> deaf) {}

  /** Who joins. */
  public record Output(
      @Doc("The name of the new member") String name,
      @Doc("Its peer URLs") List<String> peerUrls,
      @Doc("How many voters there are afterwards") int voters,
      @Doc("The bytes that the leader sends it") Value<Long> databaseBytes,
      @Doc("What the operator should know") List<String> warnings) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.add_check",
        "Check all that a new member needs",
        "Every voter serves (as far as the version of etcd asks for it), none is a learner or was"
            + " never started, no alarm is raised; the host answers, has no etcd that runs and no"
            + " data, has certificates of the same authority with its names, reaches every peer"
            + " port and is heard by every member. All problems are told at once.",
        Manual.Place.HOST,
        """
        - id: check
          uses: etcd.add_check
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
  public Nature nature() {
    return Nature.READS;
  }

  @Override
  public Observation probe(Arguments arguments, Reader reader) {
    HostName host = reader.standpoint().ownHost();
    Census census = Census.look(reader, host);
    Optional<JoinConfigure.Settings> own = JoinConfigure.settings(host, reader);
    Optional<JoinConfigure.Settings> model =
        census.roll().flatMap(roll -> JoinConfigure.settings(roll.via(), reader));
    Optional<EtcdLayout> layout =
        JoinConfigure.design(host, arguments.address(), own, model).map(JoinDesign::joined);
    return new Observation(
        host,
        census,
        own,
        model,
        reader
            .host(host)
            .seen()
            .flatMap(seen -> layout.map(found -> site(seen, found, census, reader))),
        routes(host, layout, census, reader),
        size(census));
  }

  private static Site site(HostReader host, EtcdLayout layout, Census census, Reader reader) {
    String data = layout.directories().data();
    Optional<HostReader> model = census.roll().flatMap(roll -> reader.host(roll.via()).seen());
    return new Site(
        host.path(data),
        host.freeBytes(data),
        host.certificates(),
        Set.copyOf(
            model.map(HostReader::certificates).orElse(List.of()).stream()
                .map(Certificate::issuer)
                .toList()),
        host.clock());
  }

  private static Routes routes(
      HostName host, Optional<EtcdLayout> layout, Census census, Reader reader) {
    List<String> unreached = new ArrayList<>();
    List<HostName> deaf = new ArrayList<>();
    Optional<HostReader> here = reader.host(host).seen();
    List<Member> members = census.roll().map(Census.Roll::members).orElse(List.of());
    for (Member member : members) {
      for (String url : member.peerUrls()) {
        boolean own = layout.filter(found -> found.peerUrls().contains(url)).isPresent();
        if (!own && here.filter(seen -> !reaches(seen, url)).isPresent()) {
          unreached.add(url);
        }
      }
    }
    for (HostName other : census.serving()) {
      boolean hears =
          reader
              .host(other)
              .seen()
              .filter(
                  seen ->
                      layout.stream()
                          .flatMap(found -> found.peerUrls().stream())
                          .flatMap(url -> EtcdUrl.read(url).stream())
                          .allMatch(url -> seen.hears(url.host(), url.port())))
              .isPresent();
      if (!other.equals(host) && !hears) {
        deaf.add(other);
      }
    }
    return new Routes(List.copyOf(unreached), List.copyOf(deaf));
  }

  private static boolean reaches(HostReader host, String url) {
    EtcdUrl peer = EtcdUrl.of(url);
    return host.reaches(peer.host(), peer.port());
  }

  private static Optional<String> badUrl(EtcdLayout layout) {
    return layout.peerUrls().stream().flatMap(url -> EtcdUrl.objection(url).stream()).findFirst();
  }

  private static Value<Long> size(Census census) {
    return census.seats().stream()
        .flatMap(seat -> seat.status().stream())
        .map(status -> status.progress().map(MemberStatus.Progress::size))
        .reduce((one, other) -> Value.both(one, other, Math::max))
        .orElse(Value.drifting(0L));
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    List<Objection> objections = new ArrayList<>(AddObjections.cluster(seen));
    Optional<EtcdLayout> layout =
        JoinConfigure.design(seen.host(), arguments.address(), seen.own(), seen.model())
            .map(JoinDesign::joined);
    Optional<String> bad = layout.flatMap(AddCheck::badUrl);
    if (bad.isPresent()) {
      objections.add(
          new Objection(
              "a peer URL of " + seen.host() + " would be " + bad.get(),
              "name an address at which the other members reach it"));
    } else if (layout.isPresent()) {
      objections.addAll(AddSiteObjections.of(seen, layout.get()));
    } else if (objections.isEmpty()) {
      objections.add(
          new Objection(
              "the settings of etcd on the members cannot be read",
              "they must stand in a manifest or in an environment file of the unit"));
    }
    if (!objections.isEmpty()) {
      return Objection.refuse(objections);
    }
    int voters = seen.census().roll().orElseThrow().voters().size() + 1;
    List<String> warnings =
        voters % 2 == 0
            ? List.of("%d voters tolerate no more losses than %d".formatted(voters, voters - 1))
            : List.of();
    return new Decision.Satisfied<>(
        "%s can join as %s; then %d voters"
            .formatted(
                layout.orElseThrow().member(),
                String.join(", ", layout.orElseThrow().peerUrls()),
                voters),
        new Output(
            layout.orElseThrow().member(),
            layout.orElseThrow().peerUrls(),
            voters,
            seen.databaseBytes(),
            warnings));
  }
}
