package io.github.etcdrunbook.report;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.Planned;
import io.github.etcdrunbook.plan.PlannedStep;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A plan as a person reads it before saying yes: every step, every host, every effect in the order
 * in which they will happen, the gates and the point of no return as lines of their own. Pure.
 */
public final class PlanText {
  private final Plan plan;
  private final Style style;
  private final List<String> lines = new ArrayList<>();

  private PlanText(Plan plan, Style style) {
    this.plan = Objects.requireNonNull(plan, "plan");
    this.style = Objects.requireNonNull(style, "style");
  }

  /** The lines of the plan. */
  public static List<String> of(Plan plan, Style style) {
    PlanText text = new PlanText(plan, style);
    text.write();
    return text.lines;
  }

  private void write() {
    lines.add(
        style.strong(plan.made().playbook() + " on " + plan.made().cluster())
            + "   plan "
            + plan.id());
    plan.made()
        .change()
        .ifPresent(change -> lines.add("  change " + style.strong(Style.harmless(change))));
    plan.made()
        .window()
        .ifPresent(window -> lines.add(style.heed("  window " + WindowText.of(window))));
    lines.add("");
    List<PlannedStep> hosts = new ArrayList<>();
    for (PlannedStep step : plan.steps()) {
      if (!hosts.isEmpty() && !hosts.getLast().at().step().equals(step.at().step())) {
        step(hosts);
        hosts.clear();
      }
      hosts.add(step);
    }
    step(hosts);
    lines.add("");
    lines.add(summary());
  }

  private void step(List<PlannedStep> hosts) {
    if (hosts.isEmpty()) {
      return;
    }
    PlannedStep first = hosts.getFirst();
    noReturn(hosts);
    first
        .marks()
        .gate()
        .ifPresent(question -> lines.add(style.heed("  ? asks: " + Style.harmless(question))));
    lines.add("  " + style.strong(padded(first.at().step().text(), 18)) + "  " + first.title());
    first
        .marks()
        .quorumGivenUp()
        .ifPresent(why -> lines.add(style.heed("      ! gives up quorum: " + why)));
    hosts.forEach(this::host);
  }

  private void noReturn(List<PlannedStep> hosts) {
    plan.noReturn()
        .filter(line -> hosts.stream().anyMatch(step -> step.at().equals(line.at())))
        .ifPresent(
            line ->
                lines.add(style.bad("  ═══ point of no return ═══ ") + Style.harmless(line.why())));
  }

  private void host(PlannedStep step) {
    String host = step.at().host().map(name -> padded(name.text(), 8)).orElse("");
    switch (step.planned()) {
      case Planned.Satisfied satisfied ->
          // What was found may be a table.
          satisfied.why().lines().forEach(text -> line("=", host, style.faint(text)));
      case Planned.Skipped skipped -> line("-", host, style.faint("skipped: " + skipped.why()));
      case Planned.Deferred deferred ->
          line("?", host, style.heed("known after " + deferred.after()));
      case Planned.Change change -> change.acts().forEach(act -> act(host, act));
    }
  }

  private void act(String host, Act act) {
    boolean waits = act.effect() instanceof Effect.Await;
    String text = EffectText.of(act.effect());
    line(waits ? "." : "+", host, waits ? style.faint(text) : text + undo(act.undo()));
  }

  private String undo(Undo undo) {
    return switch (undo) {
      case Undo.Irreversible never -> style.bad("   no undo: " + never.why());
      case Undo.ByHand byHand -> style.heed("   undo by hand: " + byHand.instructions());
      case Undo.By ignored -> "";
      case Undo.NotNeeded ignored -> "";
    };
  }

  private void line(String sign, String host, String text) {
    lines.add("      " + sign + " " + host + (host.isEmpty() ? "" : " ") + text);
  }

  private String summary() {
    long effects =
        plan.steps().stream()
            .flatMap(step -> acts(step).stream())
            .filter(act -> !(act.effect() instanceof Effect.Await))
            .count();
    long deferred =
        plan.steps().stream().filter(step -> step.planned() instanceof Planned.Deferred).count();
    long ids = plan.steps().stream().map(step -> step.at().step()).distinct().count();
    String later = deferred == 0 ? "" : ", " + deferred + " known later";
    return plan.changes()
        ? ids
            + " steps, "
            + effects
            + (effects == 1 ? " effect" : " effects")
            + later
            + ". Nothing was changed yet."
        : ids + " steps, nothing to change.";
  }

  private static List<Act> acts(PlannedStep step) {
    return step.planned() instanceof Planned.Change change ? change.acts() : List.of();
  }

  static String padded(String text, int width) {
    return text.length() >= width ? text : text + " ".repeat(width - text.length());
  }
}
