package io.github.etcdrunbook.snapshot;

import io.github.etcdrunbook.snapshot.KeyDifference.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * All that differs between a snapshot and what came after it. Immutable.
 *
 * @param offences what could not be read in either file, so that keys may be missing
 * @param equal how many keys are the same
 * @param basis what equal rests on
 * @param differences in the order of their keys
 */
public record SnapshotDifference(
    List<Offence> offences, long equal, Basis basis, List<KeyDifference> differences) {
  /** What makes two states of a key the same. */
  public enum Basis {
    /** Revisions, version and the bytes of the value. */
    VALUES,
    /** Revisions and version; equal values are assumed. */
    REVISIONS
  }

  /** Rejects null and copies the lists. */
  public SnapshotDifference {
    offences = List.copyOf(offences);
    Objects.requireNonNull(basis, "basis");
    differences = List.copyOf(differences);
  }

  /** How many keys of each type in each namespace met which fate; types in order. */
  public Map<ResourceGroup, Map<Kind, Long>> groups() {
    Map<ResourceGroup, Map<Kind, Long>> groups = new TreeMap<>();
    for (KeyDifference difference : differences) {
      ResourceKey resource = ResourceKey.of(difference.key());
      groups
          .computeIfAbsent(
              new ResourceGroup(resource.type(), resource.namespace()),
              group -> new EnumMap<>(Kind.class))
          .merge(difference.kind(), 1L, Long::sum);
    }
    return groups;
  }

  /** How many keys met a fate. */
  public long count(Kind kind) {
    return differences.stream().filter(difference -> difference.kind() == kind).count();
  }

  /** A type in a namespace. Immutable. */
  public record ResourceGroup(String type, String namespace) implements Comparable<ResourceGroup> {
    @Override
    public int compareTo(ResourceGroup other) {
      int byType = type.compareTo(other.type);
      return byType != 0 ? byType : namespace.compareTo(other.namespace);
    }

    @Override
    public String toString() {
      return type + (namespace.isEmpty() ? "" : " in " + namespace);
    }
  }
}
