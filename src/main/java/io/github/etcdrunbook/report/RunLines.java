package io.github.etcdrunbook.report;

import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.run.Recorded;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.world.EffectText;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lasting lines of a run: one per step and host when it ends, and one for everything else that
 * a person must not miss. Pure but for the starting times that it remembers; one thread.
 */
final class RunLines {
  private final Style style;
  private final Map<StepAt, Instant> since = new HashMap<>();

  RunLines(Style style) {
    this.style = style;
  }

  /** A step began to look at the world. */
  void began(StepAt at, Instant when) {
    since.putIfAbsent(at, when);
  }

  /** The lines that an event leaves. */
  List<String> of(Recorded recorded) {
    return switch (recorded.event()) {
      case RunEvent.StepFinished done ->
          List.of(
              line(
                  style.good("done"),
                  done.at(),
                  took(done.at(), recorded.at()),
                  // The rest of a table stands in the plan.
                  done.why().lines().findFirst().orElse("")));
      case RunEvent.StepSkipped skipped ->
          List.of(line(style.faint("skip"), skipped.at(), "", skipped.why()));
      case RunEvent.StepFailed failed ->
          List.of(
              line(
                  style.bad("FAIL"),
                  failed.at(),
                  took(failed.at(), recorded.at()),
                  failed.trouble().what()));
      case RunEvent.NoReturnPassed passed ->
          List.of(
              style.bad("==== point of no return ====")
                  + "  from "
                  + passed.at()
                  + " on there is only forward");
      case RunEvent.GateAnswered gate ->
          List.of(
              style.heed("gate")
                  + "  "
                  + gate.step()
                  + (gate.yes() ? " confirmed by " : " refused by ")
                  + Style.harmless(gate.who()));
      case RunEvent.DeferredAnswered answer ->
          List.of(
              style.heed("gate")
                  + "  "
                  + answer.at()
                  + (answer.yes() ? " confirmed by " : " refused by ")
                  + Style.harmless(answer.who()));
      case RunEvent.EffectNotDone not ->
          List.of(
              style.heed("  not")
                  + " "
                  + not.effect()
                  + " attempt "
                  + not.attempt()
                  + ": "
                  + Style.harmless(not.evidence()));
      case RunEvent.EffectInDoubt doubt ->
          List.of(style.heed("doubt") + " " + doubt.effect() + ": " + Style.harmless(doubt.why()));
      case RunEvent.EffectResolved said ->
          List.of(
              style.heed("resolved")
                  + " "
                  + said.effect()
                  + ": "
                  + Style.harmless(resolution(said)));
      case RunEvent.EffectDone done -> settled(done);
      case RunEvent.RunStarted started ->
          List.of(
              "run " + started.run() + " of " + started.playbook() + " on " + started.cluster());
      case RunEvent.RunResumed resumed ->
          List.of("resumed by " + Style.harmless(resumed.operator()));
      case RunEvent.UndoStarted undo -> List.of("undo by " + Style.harmless(undo.operator()));
      case RunEvent.UndoIntended undo ->
          List.of("  undo " + undo.effect() + "  " + EffectText.withHost(undo.inverse()));
      case RunEvent.UndoNotDone not ->
          List.of(
              style.bad("  not undone ") + not.effect() + ": " + Style.harmless(not.evidence()));
      case RunEvent.UndoReached reached ->
          List.of(style.good("undone") + "  everything behind " + reached.to());
      case RunEvent.UndoFinished undone ->
          undone.left().isEmpty()
              ? List.of(style.good("undone") + "  everything is taken back")
              : undone.left().stream().map(left -> style.heed("left ") + left).toList();
      case RunEvent.BlockExpanded ignored -> List.of();
      case RunEvent.StepStarted ignored -> List.of();
      case RunEvent.EffectIntended ignored -> List.of();
      case RunEvent.UndoDone ignored -> List.of();
      case RunEvent.RunFinished ignored -> List.of();
    };
  }

  /** What a person has said of an effect in doubt. */
  static String resolution(RunEvent.EffectResolved said) {
    String verdict =
        switch (said.verdict()) {
          case DONE -> "done";
          case NOT_DONE -> "not done";
          case SKIPPED -> "skipped";
        };
    return "resolved as " + verdict + " by " + said.who() + ": " + said.reason();
  }

  private List<String> settled(RunEvent.EffectDone done) {
    return done.settledBy()
        .map(how -> List.of(style.heed("settled") + " " + done.effect() + ": " + how))
        .orElse(List.of());
  }

  private String took(StepAt at, Instant now) {
    return Optional.ofNullable(since.get(at))
        .map(start -> Style.elapsed(Duration.between(start, now)))
        .orElse("");
  }

  private static String line(String sign, StepAt at, String took, String why) {
    return sign
        + "  "
        + PlanText.padded(at.step().text(), 18)
        + " "
        + PlanText.padded(at.host().map(Object::toString).orElse(""), 8)
        + " "
        + " ".repeat(Math.max(0, 8 - took.length()))
        + took
        + "  "
        + Style.harmless(why.replace("\n", "; "));
  }
}
