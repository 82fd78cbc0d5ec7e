package io.github.etcdrunbook.report;

import io.github.etcdrunbook.run.ActState;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.EffectResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers what the journal tells of single effects and of their inverses. Used once. */
final class EffectStories {
  /** What is known of one effect so far. */
  private static final class Traces {
    private final List<String> notes = new ArrayList<>();
    private Optional<Instant> from = Optional.empty();
    private Optional<Instant> to = Optional.empty();
    private int attempts;

    void intended(Instant at, int attempt) {
      from = from.or(() -> Optional.of(at));
      to = Optional.empty();
      attempts = attempt;
    }

    void ended(Instant at, String note) {
      to = Optional.of(at);
      if (!note.isEmpty()) {
        notes.add(note);
      }
    }

    Optional<Chronicle.Span> span() {
      return from.map(start -> new Chronicle.Span(start, to.orElse(start), to.isEmpty()));
    }
  }

  /** A part of the inverse of an effect. */
  private record Part(EffectRef effect, int part) {}

  private final Map<EffectRef, Traces> traces = new LinkedHashMap<>();
  private final Map<Part, Traces> inverses = new LinkedHashMap<>();
  private final Map<Part, Effect> undoing = new LinkedHashMap<>();
  private final Map<Part, String> fates = new LinkedHashMap<>();

  /** The acts of a step are decided. */
  void begin(RunEvent.StepStarted started) {
    for (int index = 0; index < started.acts().size(); index++) {
      traces.put(started.at().effect(index), new Traces());
    }
  }

  /** Something happened to an effect. */
  void follow(Instant at, RunEvent.OfEffect event) {
    Traces traced = traces.computeIfAbsent(event.effect(), ref -> new Traces());
    switch (event) {
      case RunEvent.EffectIntended intended -> traced.intended(at, intended.attempt());
      case RunEvent.EffectDone done -> {
        done.settledBy().ifPresent(how -> traced.notes.add("settled: " + how));
        traced.ended(at, result(done.result()));
      }
      case RunEvent.EffectNotDone not ->
          traced.ended(at, "attempt " + not.attempt() + " did not happen: " + not.evidence());
      case RunEvent.EffectInDoubt doubt -> traced.ended(at, "in doubt: " + doubt.why());
      case RunEvent.EffectResolved said -> traced.ended(at, RunLines.resolution(said));
      case RunEvent.UndoIntended undo -> {
        Part part = new Part(undo.effect(), undo.part());
        inverses.computeIfAbsent(part, key -> new Traces()).intended(at, undo.attempt());
        undoing.put(part, undo.inverse());
        fates.put(part, "open");
      }
      case RunEvent.UndoDone undo -> {
        Part part = new Part(undo.effect(), undo.part());
        inverses.get(part).ended(at, undo.settledBy().map(how -> "settled: " + how).orElse(""));
        fates.put(part, "happened");
      }
      case RunEvent.UndoNotDone undo -> {
        Part part = new Part(undo.effect(), undo.part());
        inverses.get(part).ended(at, "did not happen: " + undo.evidence());
        fates.put(part, "did not happen");
      }
    }
  }

  private static String result(EffectResult result) {
    return switch (result) {
      case EffectResult.Nothing ignored -> "";
      case EffectResult.Saved saved ->
          Style.bytes(saved.size())
              + ", revision "
              + saved.revision()
              + ", SHA-256 "
              + saved.sha256().hexadecimal();
      case EffectResult.Added added -> "member " + added.member();
      case EffectResult.Exited exited ->
          exited.output().isBlank() ? exited.errors() : exited.output();
      case EffectResult.Waited ignored -> "";
    };
  }

  /** What became of an effect. */
  Chronicle.EffectStory story(EffectRef ref, ActState act) {
    Traces traced = traces.getOrDefault(ref, new Traces());
    return new Chronicle.EffectStory(
        ref, act.act().effect(), fate(act), traced.span(), traced.attempts, traced.notes);
  }

  private static String fate(ActState act) {
    if (StepFate.undone(act)) {
      return "taken back";
    }
    return switch (act.progress()) {
      case ActState.Progress.Ready ignored -> "not begun";
      case ActState.Progress.Open ignored -> "open";
      case ActState.Progress.Done ignored -> "happened";
      case ActState.Progress.NotDone ignored -> "did not happen";
      case ActState.Progress.Doubtful ignored -> "in doubt";
      case ActState.Progress.Waived ignored -> "waived by a person";
      case ActState.Progress.UndoOpen ignored -> "being taken back";
      case ActState.Progress.UndoNotDone ignored -> "not taken back";
      case ActState.Progress.UndonePart ignored -> "partly taken back";
    };
  }

  /** What was taken back of an effect, in order. */
  List<Chronicle.EffectStory> undone(EffectRef ref) {
    return inverses.entrySet().stream()
        .filter(entry -> entry.getKey().effect().equals(ref))
        .map(
            entry ->
                new Chronicle.EffectStory(
                    ref,
                    undoing.get(entry.getKey()),
                    fates.get(entry.getKey()),
                    entry.getValue().span(),
                    entry.getValue().attempts,
                    entry.getValue().notes))
        .toList();
  }
}
