package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Nature;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Tells which resource types have how many keys, so that what fills a database is known before
 * anything is cleared. Never refuses: it must not stand in the way of a repair.
 */
public final class EtcdKeys
    implements Action<EtcdKeys.Arguments, EtcdKeys.Observation, EtcdKeys.Output> {
  private static final String REGISTRY = "/registry/";
  private static final int NAMED_MAX = 5;

  /** The types that grow without a person's doing; others are told together. */
  private static final List<String> TYPES =
      List.of(
          "configmaps",
          "controllerrevisions",
          "deployments",
          "endpoints",
          "endpointslices",
          "events",
          "jobs",
          "leases",
          "pods",
          "replicasets",
          "secrets",
          "serviceaccounts",
          "services");

  /** None. */
  public record Arguments() {}

  /** What a member counts, by type; empty when none answers. */
  public record Observation(Optional<Counted> counted) {}

  /** All keys, those of Kubernetes, and those of the types looked at. */
  public record Counted(
      HostName by, Value<Long> keys, Value<Long> registry, List<TypeKeys> types) {}

  /** The keys of one resource type. */
  public record TypeKeys(String type, Value<Long> keys) {}

  /** The counts, the most first. */
  public record Output(
      @Doc("How many keys there are; 0 when no member answers") Value<Long> keys,
      @Doc("Resource types with their keys, the most first") List<TypeKeys> types) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.keys",
        "Tell which resource types have the most keys",
        "Asks one member how many keys there are below the prefixes of common resource types,"
            + " without reading them and without quorum. Counts are no sizes, and the history of a"
            + " key that is written often is not in them: `snapshot inspect` tells bytes and"
            + " revisions, and `keys --count-by type` every type there is. When no member answers"
            + " it says so and goes on.",
        Manual.Place.CLUSTER,
        """
        - id: filling
          uses: etcd.keys
        """);
  }

  @Override
  public Nature nature() {
    return Nature.READS;
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
    for (HostName host : reader.etcdHosts()) {
      Optional<Value<Long>> keys = reader.etcd().count(host, "").seen();
      Optional<Value<Long>> registry = reader.etcd().count(host, REGISTRY).seen();
      if (keys.isPresent() && registry.isPresent()) {
        List<TypeKeys> types = new ArrayList<>();
        for (String type : TYPES) {
          String prefix = REGISTRY + (type.equals("services") ? "services/specs" : type) + "/";
          reader
              .etcd()
              .count(host, prefix)
              .seen()
              .ifPresent(number -> types.add(new TypeKeys(type, number)));
        }
        return new Observation(Optional.of(new Counted(host, keys.get(), registry.get(), types)));
      }
    }
    return new Observation(Optional.empty());
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    if (seen.counted().isEmpty()) {
      return new Decision.Satisfied<>(
          "no member tells its keys", new Output(Value.fixed(0L), List.of()));
    }
    Counted counted = seen.counted().get();
    List<TypeKeys> most =
        counted.types().stream()
            .sorted(Comparator.comparingLong(EtcdKeys::number).reversed())
            .filter(one -> number(one) > 0)
            .toList();
    return new Decision.Satisfied<>(text(counted, most), new Output(counted.keys(), most));
  }

  private static long number(TypeKeys one) {
    return one.keys().known().orElse(0L);
  }

  private static String text(Counted counted, List<TypeKeys> most) {
    if (counted.keys().known().isEmpty() || counted.registry().known().isEmpty()) {
      return "keys known later";
    }
    long all = counted.keys().known().get();
    long registry = counted.registry().known().get();
    List<String> parts = new ArrayList<>();
    most.stream()
        .limit(NAMED_MAX)
        .forEach(one -> parts.add("%,d %s".formatted(number(one), one.type())));
    long named = most.stream().limit(NAMED_MAX).mapToLong(EtcdKeys::number).sum();
    if (registry > named) {
      parts.add("%,d of other types".formatted(registry - named));
    }
    if (all > registry) {
      parts.add("%,d not of Kubernetes".formatted(all - registry));
    }
    return "%,d keys: %s".formatted(all, String.join(", ", parts));
  }
}
