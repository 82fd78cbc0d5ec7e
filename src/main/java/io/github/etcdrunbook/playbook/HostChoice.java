package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.source.Diagnostic;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** The {@code hosts} of a step or group. Pure, but for the leader that it may ask for. */
@FunctionalInterface
public interface HostChoice {
  /**
   * Chooses hosts, in the order of the inventory.
   *
   * @param leader the host whose member leads, asked only when the choice names it
   */
  Chosen choose(Scope scope, Supplier<Optional<HostName>> leader);

  /** What a choice yields. */
  sealed interface Chosen {
    /** At least one host, unless all that it names are fenced. */
    record Hosts(List<HostName> names) implements Chosen {
      /** Copies the names. */
      public Hosts {
        names = List.copyOf(names);
      }
    }

    /** The hosts are known only after what is named. */
    record KnownAfter(String what) implements Chosen {
      /** Rejects null. */
      public KnownAfter {
        Objects.requireNonNull(what, "what");
      }
    }

    /** No host, or one that does not exist. */
    record Wrong(List<Diagnostic> diagnostics) implements Chosen {
      /** Copies the findings. */
      public Wrong {
        diagnostics = List.copyOf(diagnostics);
      }
    }
  }
}
