package io.github.etcdrunbook.report;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.run.ActState;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.run.UndoReach;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.EffectText;
import java.util.ArrayList;
import java.util.List;

/**
 * What an undo will take back, as a person reads it before saying yes: the inverses in the order in
 * which they will happen, and where they end. Pure.
 */
public final class UndoText {
  private UndoText() {}

  /** The lines; none when there is nothing to take back. */
  public static List<String> of(RunState state, UndoReach reach, Style style) {
    List<String> lines = new ArrayList<>();
    state
        .steps()
        .forEach(
            (at, step) ->
                step.acts().stream()
                    .filter(ActState::isOpen)
                    .forEach(
                        act ->
                            lines.add(
                                "  ? "
                                    + at
                                    + "  "
                                    + style.heed(
                                        "find out whether it happened: "
                                            + EffectText.of(act.act().effect())))));
    for (EffectRef ref : state.done().reversed()) {
      ActState act = state.act(ref).orElseThrow();
      if (reach.takesBack(ref.step()) && !add(ref, act, style, lines)) {
        break;
      }
    }
    return List.copyOf(lines);
  }

  /** Answers whether the undo goes on behind it. */
  private static boolean add(EffectRef ref, ActState state, Style style, List<String> lines) {
    Act act = state.act();
    String at = ref.step() + ref.host().map(host -> "@" + host).orElse("") + "  ";
    return switch (act.undo()) {
      case Undo.NotNeeded ignored -> true;
      case Undo.By by -> {
        by.inverse().stream()
            .skip(UndoText.nextPart(state.progress()))
            .forEach(inverse -> lines.add("  - " + at + EffectText.of(inverse)));
        yield true;
      }
      case Undo.ByHand hand -> {
        lines.add(
            "  ! "
                + at
                + style.heed("stops here, by hand: " + Style.harmless(hand.instructions())));
        yield false;
      }
      case Undo.Irreversible never -> {
        lines.add("  ! " + at + style.bad("stops here, no undo: " + Style.harmless(never.why())));
        yield false;
      }
    };
  }

  private static int nextPart(ActState.Progress progress) {
    if (progress instanceof ActState.Progress.UndonePart undone) {
      return undone.part() + 1;
    }
    if (progress instanceof ActState.Progress.UndoNotDone notDone) {
      return notDone.part();
    }
    return progress instanceof ActState.Progress.UndoOpen open ? open.part() : 0;
  }
}
