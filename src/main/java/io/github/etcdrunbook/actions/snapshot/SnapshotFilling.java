package io.github.etcdrunbook.actions.snapshot;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Nature;
import io.github.etcdrunbook.world.Filling;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Sight;
import java.util.List;

/**
 * Tells which types take the space of a snapshot, and what of it is history. Never refuses: it must
 * not stand in the way of a repair.
 */
public final class SnapshotFilling
    implements Action<
        SnapshotFilling.Arguments, SnapshotFilling.Observation, SnapshotFilling.Output> {
  private static final int TYPES_TOLD = 6;
  private static final int WRITTEN_TOLD = 3;
  private static final long OFTEN = 1_000;

  /** Which file. */
  public record Arguments(
      @Doc(value = "The snapshot file on this machine", example = "${steps.safety_snapshot.path}")
          String snapshot) {}

  /** What fills it, if it can be read. */
  public record Observation(Sight<Filling> filling) {}

  /** The sums; nothing when the file cannot be read. */
  public record Output(
      @Doc("Whether the file could be read") boolean known,
      @Doc("Bytes of the living keys and their values") long bytes,
      @Doc("Bytes of older revisions and deletions, which a compaction drops") long olderBytes,
      @Doc("Resource types with their sizes, the greatest first") List<Filling.Type> types) {}

  @Override
  public Manual manual() {
    return new Manual(
        "snapshot.filling",
        "Tell what takes the space in a snapshot",
        "Adds up keys, values and their history by resource type, custom ones too, from the file;"
            + " the cluster is not asked. History is what a compaction drops; a key that is written"
            + " again and again makes it grow. Damage makes the sums smaller and is not looked for:"
            + " `snapshot verify` does. When the file cannot be read it says so and goes on.",
        Manual.Place.CLUSTER,
        """
        - id: contents
          uses: snapshot.filling
          with: {snapshot: "${steps.safety_snapshot.path}"}
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
    return new Observation(reader.operator().filling(arguments.snapshot()));
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    return switch (seen.filling()) {
      case Sight.Unseen<Filling> unseen ->
          new Decision.Satisfied<>(
              "what fills it cannot be told: " + unseen.failure().what(),
              new Output(false, 0, 0, List.of()));
      case Sight.Seen<Filling> told -> {
        List<Filling.Type> types = told.value().types();
        long bytes = types.stream().mapToLong(Filling.Type::bytes).sum();
        long older = types.stream().mapToLong(Filling.Type::olderBytes).sum();
        yield new Decision.Satisfied<>(
            text(told.value(), bytes, older), new Output(true, bytes, older, types));
      }
    };
  }

  private static String text(Filling filling, long bytes, long older) {
    StringBuilder text = new StringBuilder();
    text.append("%s of living keys, %s of history".formatted(size(bytes), size(older)));
    for (Filling.Type type : filling.types().stream().limit(TYPES_TOLD).toList()) {
      text.append(
          "%n  %s: %s in %s, %s of history in %s"
              .formatted(
                  type.name(),
                  size(type.bytes()),
                  type.keys() == 1 ? "1 key" : "%,d keys".formatted(type.keys()),
                  size(type.olderBytes()),
                  type.older() == 1 ? "1 entry" : "%,d entries".formatted(type.older())));
    }
    List<Filling.Type> others = filling.types().stream().skip(TYPES_TOLD).toList();
    if (!others.isEmpty()) {
      text.append(
          "%n  %,d other types: %s"
              .formatted(
                  others.size(), size(others.stream().mapToLong(Filling.Type::totalBytes).sum())));
    }
    filling.mostWritten().stream()
        .filter(written -> written.times() >= OFTEN)
        .limit(WRITTEN_TOLD)
        .forEach(
            written ->
                text.append("%n  written %,d times: %s".formatted(written.times(), written.key())));
    return text.toString();
  }

  private static String size(long bytes) {
    return bytes < 1 << 20 ? "%,d KiB".formatted(bytes >> 10) : "%,d MiB".formatted(bytes >> 20);
  }
}
