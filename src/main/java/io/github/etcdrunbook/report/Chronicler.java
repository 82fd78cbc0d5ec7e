package io.github.etcdrunbook.report;

import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.run.ActState;
import io.github.etcdrunbook.run.Recorded;
import io.github.etcdrunbook.run.RunEnd;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.run.StepState;
import io.github.etcdrunbook.run.Trouble;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.EffectResult;
import io.github.etcdrunbook.world.EffectText;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes a {@link Chronicle}: one walk over the events, then a look at the plan. Used once. */
final class Chronicler {
  private final Plan plan;
  private final List<Recorded> events;
  private final RunState state;
  private final EffectStories effects = new EffectStories();
  private final Map<StepAt, Instant> begun = new LinkedHashMap<>();
  private final Map<StepAt, Instant> ended = new LinkedHashMap<>();
  private final Map<StepAt, String> whys = new LinkedHashMap<>();
  private final Map<StepAt, Trouble> troubles = new LinkedHashMap<>();
  private final List<Chronicle.Moment> moments = new ArrayList<>();
  private final List<Chronicle.Saved> saved = new ArrayList<>();
  private boolean undoing;
  private Optional<Instant> boundary = Optional.empty();

  Chronicler(Plan plan, List<Recorded> events) {
    this.plan = plan;
    this.events = List.copyOf(events);
    this.state = RunState.fold(events.stream().map(Recorded::event).toList());
  }

  Chronicle tell(Chronicle.Serving serving, Path folder) {
    events.forEach(this::follow);
    if (state.stage() == RunState.Stage.RUNNING || state.stage() == RunState.Stage.UNDOING) {
      Instant last = events.getLast().at();
      moments.add(new Chronicle.Moment(last, Chronicle.Kind.ENDED, "the journal's last event"));
    }
    return new Chronicle(
        plan,
        state,
        places().stream().map(this::step).toList(),
        moments,
        Outages.of(events, serving),
        new Chronicle.Evidence(
            folder,
            state.opening().map(opening -> opening.plan().hexadecimal()),
            events.size(),
            saved));
  }

  private void follow(Recorded recorded) {
    Instant at = recorded.at();
    switch (recorded.event()) {
      case RunEvent.OfEffect ofEffect -> {
        effects.follow(at, ofEffect);
        if (ofEffect instanceof RunEvent.EffectDone done
            && done.result() instanceof EffectResult.Saved file) {
          saved.add(new Chronicle.Saved(file.path(), file.sha256().hexadecimal(), file.size()));
          moments.add(new Chronicle.Moment(at, Chronicle.Kind.SAVED, "saved " + file.path()));
        }
        // What is taken back later does not make the step longer.
        if (!undoing) {
          ended.computeIfPresent(StepAt.of(ofEffect.effect()), (step, before) -> at);
        }
      }
      case RunEvent.OfStep ofStep -> followStep(at, ofStep);
      case RunEvent.RunStarted started ->
          moment(at, Chronicle.Kind.BEGUN, "by " + started.operator());
      case RunEvent.RunResumed resumed -> {
        troubles.clear();
        moment(
            at,
            Chronicle.Kind.RESUMED,
            "by "
                + resumed.operator()
                + resumed.window().map(window -> "; window " + WindowText.of(window)).orElse(""));
      }
      case RunEvent.GateAnswered gate ->
          moment(
              at,
              Chronicle.Kind.GATE,
              gate.who()
                  + (gate.yes() ? " said yes at " : " said no at ")
                  + gate.step()
                  + ": "
                  + gate.question());
      case RunEvent.RunFinished finished ->
          moment(
              at, Chronicle.Kind.ENDED, Standing.words(state(recorded)) + unsaid(finished.end()));
      case RunEvent.UndoStarted undo -> {
        undoing = true;
        moment(at, Chronicle.Kind.UNDO, "begun by " + undo.operator());
      }
      case RunEvent.UndoReached reached ->
          moment(at, Chronicle.Kind.UNDO, "everything behind " + reached.to() + " is taken back");
      case RunEvent.UndoFinished undone ->
          moment(
              at,
              Chronicle.Kind.UNDO,
              undone.left().isEmpty()
                  ? "everything is taken back"
                  : "left as it is: " + String.join(", ", undone.left()));
      case RunEvent.BlockExpanded ignored -> boundary = Optional.of(at);
    }
  }

  /** Why it stopped, where no step has said so. */
  private String unsaid(RunEnd end) {
    return end.failures().stream()
        .filter(failure -> !troubles.containsKey(failure.at()))
        .map(failure -> ": " + failure.trouble().what())
        .collect(Collectors.joining());
  }

  /** How the run stood when the event was written. */
  private RunState state(Recorded until) {
    return RunState.fold(
        events.stream()
            .filter(each -> each.number() <= until.number())
            .map(Recorded::event)
            .toList());
  }

  private void moment(Instant at, Chronicle.Kind kind, String text) {
    moments.add(new Chronicle.Moment(at, kind, text));
    boundary = Optional.of(at);
  }

  private void followStep(Instant at, RunEvent.OfStep event) {
    // Looking is not in the journal: a step began when what went before it had ended.
    begun.putIfAbsent(event.at(), boundary.orElse(at));
    ended.put(event.at(), at);
    switch (event) {
      case RunEvent.StepStarted started -> {
        effects.begin(started);
        whys.put(started.at(), started.summary());
      }
      case RunEvent.StepFinished finished -> {
        whys.put(finished.at(), finished.why());
        boundary = Optional.of(at);
      }
      case RunEvent.StepSkipped skipped -> {
        whys.put(skipped.at(), skipped.why());
        boundary = Optional.of(at);
      }
      case RunEvent.StepFailed failed -> {
        troubles.put(failed.at(), failed.trouble());
        moments.add(
            new Chronicle.Moment(
                at, Chronicle.Kind.TROUBLE, failed.at() + ": " + failed.trouble().what()));
      }
      case RunEvent.DeferredAnswered answer ->
          moment(
              at,
              Chronicle.Kind.GATE,
              answer.who()
                  + (answer.yes() ? " said yes: " : " said no: ")
                  + answer.question()
                  + answer.shown().stream()
                      .map(effect -> "\n" + EffectText.withHost(effect))
                      .collect(Collectors.joining()));
      case RunEvent.NoReturnPassed passed ->
          moments.add(
              new Chronicle.Moment(
                  at,
                  Chronicle.Kind.NO_RETURN,
                  "from " + passed.at() + " on there is only forward"));
    }
  }

  /** The places of the plan; where hosts were known only later, those of the run. */
  private Set<StepAt> places() {
    return places(plan, state, troubles.keySet());
  }

  /** The places of the plan; where hosts were known only later, those of the run. */
  static Set<StepAt> places(Plan plan, RunState state, Set<StepAt> troubled) {
    Set<StepAt> places = new LinkedHashSet<>();
    for (PlannedStep planned : plan.steps()) {
      List<StepAt> begun =
          state.steps().keySet().stream()
              .filter(at -> at.step().equals(planned.at().step()))
              .toList();
      if (begun.isEmpty() || planned.at().host().isPresent() || begun.contains(planned.at())) {
        places.add(planned.at());
      }
      begun.stream().filter(at -> plan.step(at).isEmpty()).forEach(places::add);
    }
    places.addAll(state.steps().keySet());
    places.addAll(troubled);
    return places;
  }

  private Chronicle.StepStory step(StepAt at) {
    Optional<StepState> step = state.step(at);
    Optional<PlannedStep> planned = heading(plan, at);
    List<Chronicle.EffectStory> stories = new ArrayList<>();
    List<Chronicle.EffectStory> undone = new ArrayList<>();
    List<ActState> acts = step.map(StepState::acts).orElse(List.of());
    for (int index = 0; index < acts.size(); index++) {
      EffectRef ref = at.effect(index);
      stories.add(effects.story(ref, acts.get(index)));
      undone.addAll(effects.undone(ref));
    }
    StepFate fate = StepFate.of(state.stage(), step, troubles.containsKey(at));
    return new Chronicle.StepStory(
        at,
        new Chronicle.Heading(
            planned.map(PlannedStep::title).orElse(""), planned.map(PlannedStep::range)),
        fate,
        span(at, fate),
        new Chronicle.Words(
            whys.getOrDefault(at, ""),
            fate == StepFate.DONE ? Optional.empty() : Optional.ofNullable(troubles.get(at))),
        new Chronicle.Deeds(stories, undone));
  }

  /** The planned step of a place, or of the same step elsewhere. */
  static Optional<PlannedStep> heading(Plan plan, StepAt at) {
    return plan.step(at)
        .or(
            () ->
                plan.steps().stream()
                    .filter(planned -> planned.at().step().equals(at.step()))
                    .findFirst());
  }

  private Optional<Chronicle.Span> span(StepAt at, StepFate fate) {
    return Optional.ofNullable(begun.get(at))
        .map(from -> new Chronicle.Span(from, ended.get(at), fate == StepFate.AT_WORK));
  }
}
