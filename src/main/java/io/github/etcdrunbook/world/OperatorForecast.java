package io.github.etcdrunbook.world;

import java.util.List;
import java.util.Optional;

/**
 * The operator's machine as the forecast sees it: with the snapshots that earlier effects save.
 * Their size is that of the files they come from as far as seen; what is in them is known after.
 */
record OperatorForecast(ForecastState state) implements OperatorReader {
  @Override
  public Optional<Long> size(String path) {
    if (state.removed.contains(path)) {
      return Optional.empty();
    }
    ForecastState.Saved saved = state.saved.get(path);
    return saved == null ? state.base.operator().size(path) : Optional.of(saved.size());
  }

  /** Those that were found; what effects save lies beside them under names of this run. */
  @Override
  public List<FoundFile> files(String folder) {
    return state.base.operator().files(folder).stream()
        .filter(file -> !state.removed.contains(file.path()))
        .toList();
  }

  /** Those that were found and that no effect removes. */
  @Override
  public List<DescribedSnapshot> described(String folder) {
    return state.base.operator().described(folder).stream()
        .filter(one -> !state.removed.contains(one.path()))
        .toList();
  }

  @Override
  public Sight<SnapshotFacts> snapshot(String path) {
    ForecastState.Saved saved = state.saved.get(path);
    if (saved != null) {
      throw new NotYetKnown("what the snapshot " + path + " holds", saved.by());
    }
    return state.base.operator().snapshot(path);
  }

  @Override
  public Sight<Recount> recount(String restored, String later, long revision) {
    ForecastState.Saved saved = state.saved.get(later);
    if (saved != null) {
      throw new NotYetKnown("what became of the keys of " + restored, saved.by());
    }
    return state.base.operator().recount(restored, later, revision);
  }

  @Override
  public Optional<Failure> objection(Recipient recipient) {
    return state.base.operator().objection(recipient);
  }

  @Override
  public Sight<Filling> filling(String path) {
    ForecastState.Saved saved = state.saved.get(path);
    if (saved != null) {
      throw new NotYetKnown("what fills " + path, saved.by());
    }
    return state.base.operator().filling(path);
  }

  @Override
  public Value<Long> freeBytes(String path) {
    long taken = state.saved.values().stream().mapToLong(ForecastState.Saved::size).sum();
    return state.base.operator().freeBytes(path).map(free -> free - taken);
  }
}
