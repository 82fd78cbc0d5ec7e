package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.playbook.Datum;
import io.github.etcdrunbook.playbook.Playbook;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a plan is made from, read and checked: a playbook, an inventory and inputs. Immutable. */
record Prepared(Playbook playbook, Inventory inventory, Map<String, Datum> inputs) {
  Prepared {
    Objects.requireNonNull(playbook, "playbook");
    Objects.requireNonNull(inventory, "inventory");
    inputs = Map.copyOf(inputs);
  }

  /** The texts and inputs as the plan keeps them; of a secret nothing but its name. */
  Plan.Frozen frozen() {
    List<Plan.Given> given =
        playbook.inputs().stream()
            .filter(input -> inputs.containsKey(input.name()))
            .map(
                input ->
                    new Plan.Given(
                        input.name(),
                        input.secret() ? Optional.empty() : Optional.of(inputs.get(input.name()))))
            .toList();
    Playbook.SourceText hosts =
        new Playbook.SourceText(inventory.source().path(), inventory.source().text());
    return new Plan.Frozen(playbook.sources(), List.of(hosts), given, Map.of());
  }
}
