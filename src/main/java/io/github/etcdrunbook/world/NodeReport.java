package io.github.etcdrunbook.world;

import java.util.List;
import java.util.Optional;

/**
 * What {@code kubectl get nodes} says on a control-plane host.
 *
 * @param ready names of nodes that are Ready
 * @param notReady names of nodes that are not
 * @param unavailable why it could not be asked, if so
 */
public record NodeReport(List<String> ready, List<String> notReady, Optional<String> unavailable) {
  /** Copies the lists. */
  public NodeReport {
    ready = List.copyOf(ready);
    notReady = List.copyOf(notReady);
  }
}
