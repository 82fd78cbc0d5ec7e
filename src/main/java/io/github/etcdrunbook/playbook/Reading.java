package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Sources;
import java.util.Objects;

/**
 * What reading a playbook gave: it and its findings, and the files for their excerpts. Immutable.
 */
public record Reading(Checked<Playbook> playbook, Sources sources) {
  /** Rejects null. */
  public Reading {
    Objects.requireNonNull(playbook, "playbook");
    Objects.requireNonNull(sources, "sources");
  }
}
