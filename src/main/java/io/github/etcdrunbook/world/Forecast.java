package io.github.etcdrunbook.world;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The world as it will be after the effects that were applied, laid lazily over an observed one:
 * what no effect touched is read from there, once. Etcd is derived from hosts: data directories and
 * running processes.
 *
 * <p>Changes nothing but itself. Reading is safe for several threads, applying is not and must not
 * overlap with reading. A forecast where a fact cannot be told before the run throws {@link
 * NotYetKnown}.
 */
public final class Forecast {
  private final ForecastState state;
  private final List<Finding> findings;

  /** A forecast in which nothing has happened yet. */
  public Forecast(Reader base) {
    this(new ForecastState(new SeenWorld(base)), List.of());
  }

  private Forecast(ForecastState state, List<Finding> findings) {
    this.state = state;
    this.findings = new ArrayList<>(findings);
  }

  /** A forecast that goes its own way from here. Both see the same observed world. */
  public Forecast fork() {
    return new Forecast(state.copy(), findings);
  }

  /** The world as a step would see it. Follows later effects. */
  public Reader at(Standpoint standpoint) {
    return new ForecastReader(state, standpoint);
  }

  /** All that was found wrong with the effects applied so far, in their order. */
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** The clusters that have quorum now. */
  public Set<ClusterId> serving() {
    return new EtcdForecast(state).serving();
  }

  /** Lets the effect begin and settle at once. */
  public void apply(EffectRef ref, Effect effect) {
    if (effect instanceof Effect.Defragment) {
      findings.addAll(silenced(ref, effect));
      new EffectApplication(state, ref, findings).apply(effect);
      return;
    }
    if (!VoterTouch.touches(effect, state.base)) {
      new EffectApplication(state, ref, findings).apply(effect);
      return;
    }
    Optional<Set<ClusterId>> before = known();
    new EffectApplication(state, ref, findings).apply(effect);
    state.touchVoters(ref);
    Optional<Set<ClusterId>> after = known();
    if (before.isEmpty() || before.get().isEmpty()) {
      return;
    }
    if (after.isEmpty()) {
      findings.add(
          new Finding(
              ref,
              Finding.Kind.QUORUM,
              "whether etcd keeps quorum after this is not known",
              "give up quorum for this step and say why, or leave etcd alone"));
      return;
    }
    Set<ClusterId> lost = new HashSet<>(before.get());
    lost.removeAll(after.get());
    for (ClusterId cluster : lost) {
      findings.add(
          new Finding(
              ref,
              Finding.Kind.QUORUM,
              "cluster " + cluster + " has quorum and loses it: " + EffectText.withHost(effect),
              "bring the other members back first, or give up quorum for this step and say why"));
    }
  }

  /** What is wrong while a member answers nobody, though it comes back with the same data. */
  private List<Finding> silenced(EffectRef ref, Effect effect) {
    Forecast meanwhile = new Forecast(state.copy(), List.of());
    meanwhile.apply(ref, Interlock.downside(effect));
    return meanwhile.findings().stream()
        .filter(finding -> finding.kind() == Finding.Kind.QUORUM)
        .map(
            finding ->
                new Finding(
                    ref,
                    finding.kind(),
                    EffectText.withHost(effect) + ", and the others have no quorum without it",
                    finding.hint()))
        .toList();
  }

  /**
   * A step's effects are not known: what it may touch, its host or all of them, and etcd, is known
   * after it. Who looks there hears {@link NotYetKnown}.
   */
  public void hide(EffectRef by) {
    state.hide(by, by.host());
  }

  /** The clusters that serve, or empty when a command has made that unknown. */
  private Optional<Set<ClusterId>> known() {
    try {
      return Optional.of(serving());
    } catch (NotYetKnown unknown) {
      return Optional.empty();
    }
  }

  /**
   * What is otherwise than in an earlier forecast over the same observed world, in words; empty
   * when an undo has restored it. Folders made as parents do not count.
   */
  public List<String> differencesTo(Forecast earlier) {
    return ForecastDifference.of(state, earlier.state);
  }
}
