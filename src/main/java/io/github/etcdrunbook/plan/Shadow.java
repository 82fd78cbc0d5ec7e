package io.github.etcdrunbook.plan;

import io.github.etcdrunbook.inventory.HostName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What deferred steps leave in the dark: a step whose effects are not known hides the state of its
 * host, one of the whole cluster that of all hosts.
 */
final class Shadow {
  private final Map<HostName, StepAt> hosts = new LinkedHashMap<>();
  private Optional<StepAt> everything = Optional.empty();

  /** The step's effects are not known. */
  void cast(StepAt at) {
    if (at.host().isPresent()) {
      hosts.putIfAbsent(at.host().get(), at);
    } else if (everything.isEmpty()) {
      everything = Optional.of(at);
    }
  }

  /** After what the state that the step looks at is known again, if it is in the dark. */
  Optional<String> on(StepAt at) {
    if (everything.isPresent()) {
      return everything.map(StepAt::toString);
    }
    return at.host()
        .map(host -> Optional.ofNullable(hosts.get(host)))
        .orElseGet(() -> hosts.values().stream().findFirst())
        .map(StepAt::toString);
  }
}
