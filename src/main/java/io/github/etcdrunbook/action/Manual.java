package io.github.etcdrunbook.action;

import java.util.Objects;

/**
 * What an action is, for people: help, reference page, schema and completion are generated from
 * this and from the argument record.
 *
 * @param name its dotted name, such as {@code etcd.snapshot_save}
 * @param summary one sentence
 * @param description more, in plain sentences: what it looks at, does, refuses, undoes
 * @param place where it runs
 * @param example a step that uses it, as YAML
 */
public record Manual(String name, String summary, String description, Place place, String example) {
  /** Where a step of the action runs. */
  public enum Place {
    /** Once for the cluster; {@code hosts} is not allowed. */
    CLUSTER,
    /** Once per host; {@code hosts} is required. */
    HOST
  }

  /** Rejects null. */
  public Manual {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(summary, "summary");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(example, "example");
  }
}
