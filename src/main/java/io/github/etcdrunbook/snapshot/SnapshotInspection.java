package io.github.etcdrunbook.snapshot;

import io.github.etcdrunbook.world.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What takes the space in a snapshot. Immutable.
 *
 * @param offences what could not be read, so that the numbers lack it
 * @param contents the numbers of the whole snapshot; absent when its beginning is damaged
 * @param groups by type and namespace, the greatest first
 * @param leasedKeys the living keys that end with a lease
 * @param encryption how many living keys are encrypted under which provider and key
 */
public record SnapshotInspection(
    List<Offence> offences,
    Optional<SnapshotContents> contents,
    List<KeyGroup> groups,
    Top top,
    long leasedKeys,
    Map<EncryptionAtRest, Long> encryption) {
  /** The keys that stand out. */
  public record Top(List<KeyFigure> biggest, List<KeyFigure> mostWritten) {
    /** Copies the lists. */
    public Top {
      biggest = List.copyOf(biggest);
      mostWritten = List.copyOf(mostWritten);
    }
  }

  /** Rejects null and copies the collections. */
  public SnapshotInspection {
    offences = List.copyOf(offences);
    Objects.requireNonNull(contents, "contents");
    groups = List.copyOf(groups);
    Objects.requireNonNull(top, "top");
    encryption = Map.copyOf(encryption);
  }

  /** Inspects the keys that start with a prefix. */
  public static SnapshotInspection of(Path path, String prefix, Progress progress)
      throws IOException {
    InspectionCount[] count = new InspectionCount[1];
    OpenSnapshot snapshot =
        OpenSnapshot.of(
            path,
            file -> {
              count[0] = new InspectionCount(file, prefix);
              return count[0]::older;
            },
            progress);
    snapshot.index().ifPresent(index -> index.forEachLive(count[0]::living));
    return count[0].result(snapshot);
  }

  /** The groups of each type as one, the greatest first. */
  public List<KeyGroup> types() {
    Map<String, KeyGroup> types = new LinkedHashMap<>();
    groups.forEach(group -> types.merge(group.type(), withoutNamespace(group), KeyGroup::and));
    List<KeyGroup> sorted = new ArrayList<>(types.values());
    sorted.sort(Comparator.comparingLong(KeyGroup::totalBytes).reversed());
    return sorted;
  }

  private static KeyGroup withoutNamespace(KeyGroup group) {
    return group.and(new KeyGroup(group.type(), "", 0, 0, 0, 0, 0));
  }
}
