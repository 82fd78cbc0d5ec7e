package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.StepId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names that expressions see, with their values. Immutable; each change is a new scope.
 *
 * @param inputs {@code inputs}
 * @param variables {@code vars}
 * @param place {@code cluster}, the inventory and {@code run}
 * @param host {@code host}: the host that the step runs for
 * @param steps {@code steps}: what earlier steps put out
 * @param result {@code result}: the output of this step, in {@code expect}
 */
public record Scope(
    Map<String, Datum> inputs,
    Map<String, Datum> variables,
    Place place,
    Optional<HostName> host,
    Map<StepId, Output> steps,
    Optional<Record> result) {
  /** Rejects null and copies the maps. */
  public Scope {
    inputs = Map.copyOf(inputs);
    variables = Map.copyOf(variables);
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(host, "host");
    steps = Map.copyOf(steps);
    Objects.requireNonNull(result, "result");
  }

  /** A scope at the start of a run. */
  public static Scope of(Map<String, Datum> inputs, Place place) {
    return new Scope(inputs, Map.of(), place, Optional.empty(), Map.of(), Optional.empty());
  }

  /** The same names, for a step that runs for a host. */
  public Scope at(Optional<HostName> host) {
    return new Scope(inputs, variables, place, host, steps, result);
  }

  /** The same names with one more variable. */
  public Scope with(String variable, Datum value) {
    Map<String, Datum> more = new LinkedHashMap<>(variables);
    more.put(variable, value);
    return new Scope(inputs, more, place, host, steps, result);
  }

  /** The same names with the output of a step. */
  public Scope with(StepId step, Output output) {
    Map<StepId, Output> more = new LinkedHashMap<>(steps);
    more.put(step, output);
    return new Scope(inputs, variables, place, host, more, result);
  }

  /** The same names with the output of a step, on its host if it runs per host. */
  public Scope with(StepId step, Optional<HostName> host, Record output) {
    if (host.isEmpty()) {
      return with(step, new Output.Once(output));
    }
    Output.PerHost before = perHost(step);
    Map<HostName, Record> outputs = new LinkedHashMap<>(before.outputs());
    outputs.put(host.get(), output);
    Map<HostName, String> later = new LinkedHashMap<>(before.knownAfter());
    later.remove(host.get());
    return with(step, new Output.PerHost(outputs, later));
  }

  /** The same names, with a step that was skipped, on its host if it runs per host. */
  public Scope skipped(StepId step, Optional<HostName> host, String why) {
    return with(step, host.isEmpty() ? new Output.Skipped(why) : perHost(step));
  }

  /** The same names, with a step whose output is known only later. */
  public Scope knownAfter(StepId step, Optional<HostName> host, String what) {
    if (host.isEmpty()) {
      return with(step, new Output.KnownAfter(what));
    }
    Output.PerHost before = perHost(step);
    Map<HostName, String> later = new LinkedHashMap<>(before.knownAfter());
    later.put(host.get(), what);
    return with(step, new Output.PerHost(before.outputs(), later));
  }

  /** What a step put out for a host, or once; empty when that is not known or it was skipped. */
  public Optional<Record> output(StepId step, Optional<HostName> host) {
    return switch (steps.get(step)) {
      case Output.Once once -> Optional.of(once.output());
      case Output.PerHost perHost -> host.map(perHost.outputs()::get);
      case Output.Skipped ignored -> Optional.empty();
      case Output.KnownAfter ignored -> Optional.empty();
      case null -> Optional.empty();
    };
  }

  /**
   * The same names for a host of a group: of the group's own steps only what this host put out,
   * whatever the others have done meanwhile.
   */
  public Scope within(Group group, HostName host) {
    Map<StepId, Output> own = new LinkedHashMap<>(steps);
    for (Step step : group.steps()) {
      if (steps.get(step.id()) instanceof Output.PerHost all) {
        Map<HostName, Record> outputs = new LinkedHashMap<>(all.outputs());
        outputs.keySet().retainAll(List.of(host));
        Map<HostName, String> later = new LinkedHashMap<>(all.knownAfter());
        later.keySet().retainAll(List.of(host));
        own.put(step.id(), new Output.PerHost(outputs, later));
      }
    }
    return new Scope(inputs, variables, place, Optional.of(host), own, result);
  }

  /** The hosts that the input {@code fenced} names: they may be dead. */
  public Set<HostName> fenced() {
    return inputs.get("fenced") instanceof Datum.Many many
        ? many.items().stream()
            .filter(Datum.Text.class::isInstance)
            .map(name -> new HostName(((Datum.Text) name).text()))
            .collect(Collectors.toSet())
        : Set.of();
  }

  private Output.PerHost perHost(StepId step) {
    return steps.get(step) instanceof Output.PerHost before
        ? before
        : new Output.PerHost(Map.of(), Map.of());
  }

  /** The same names with the output of this step as {@code result}. */
  public Scope withResult(Record output) {
    return new Scope(inputs, variables, place, host, steps, Optional.of(output));
  }

  /** What a step put out. */
  public sealed interface Output {
    /** It ran once. */
    record Once(Record output) implements Output {
      /** Rejects null. */
      public Once {
        Objects.requireNonNull(output, "output");
      }
    }

    /**
     * It ran per host; hosts that were skipped are left out.
     *
     * @param knownAfter the hosts whose output is known only after what is named
     */
    record PerHost(Map<HostName, Record> outputs, Map<HostName, String> knownAfter)
        implements Output {
      /** Copies the outputs. */
      public PerHost {
        outputs = Map.copyOf(outputs);
        knownAfter = Map.copyOf(knownAfter);
      }
    }

    /** It was skipped: there is no output. */
    record Skipped(String why) implements Output {
      /** Rejects null. */
      public Skipped {
        Objects.requireNonNull(why, "why");
      }
    }

    /** The output is known only after what is named. */
    record KnownAfter(String what) implements Output {
      /** Rejects null. */
      public KnownAfter {
        Objects.requireNonNull(what, "what");
      }
    }
  }

  /**
   * Where and when a playbook runs.
   *
   * @param cluster the name of the cluster
   * @param hosts the hosts of the inventory, in its order
   * @param run {@code run.id}
   * @param started {@code run.started}: when it was planned
   * @param operator {@code run.operator}
   * @param change {@code run.change}: the number of the change, if there is one
   */
  public record Place(
      String cluster,
      List<HostFacts> hosts,
      RunId run,
      Instant started,
      String operator,
      Optional<String> change) {
    /** Rejects null and copies the hosts. */
    public Place {
      Objects.requireNonNull(cluster, "cluster");
      hosts = List.copyOf(hosts);
      Objects.requireNonNull(run, "run");
      Objects.requireNonNull(started, "started");
      Objects.requireNonNull(operator, "operator");
      Objects.requireNonNull(change, "change");
    }
  }

  /** What expressions may know of a host. */
  public record HostFacts(HostName name, String address, List<String> groups) {
    /** Rejects null and copies the groups. */
    public HostFacts {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(address, "address");
      groups = List.copyOf(groups);
    }
  }
}
