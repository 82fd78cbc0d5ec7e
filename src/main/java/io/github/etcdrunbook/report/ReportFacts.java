package io.github.etcdrunbook.report;

import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.run.RunEnd;
import io.github.etcdrunbook.run.RunState;
import io.github.etcdrunbook.run.Trouble;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.Unit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** What every form of a report says of a run in the same words. Pure. */
final class ReportFacts {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.S").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private ReportFacts() {}

  /** A fact and its name. */
  record Fact(String name, String value) {}

  static String title(Chronicle chronicle) {
    return chronicle.plan().made().playbook() + " on " + chronicle.plan().made().cluster();
  }

  /** The facts of a run in short. */
  static List<Fact> of(Chronicle chronicle) {
    Plan plan = chronicle.plan();
    List<Fact> facts = new ArrayList<>();
    plan.made().change().ifPresent(change -> facts.add(new Fact("Change", change)));
    plan.made().window().ifPresent(window -> facts.add(new Fact("Window", WindowText.of(window))));
    facts.add(
        new Fact(
            "Operator",
            chronicle.state().opening().map(begun -> begun.operator()).orElse("nobody yet")));
    facts.add(new Fact("Planned", day(plan.made().at()) + " by " + plan.made().operator()));
    chronicle
        .whole()
        .ifPresent(
            span -> {
              facts.add(new Fact("Began", day(span.from())));
              facts.add(new Fact(span.open() ? "Last event" : "Ended", day(span.to())));
              facts.add(new Fact("Took", Style.elapsed(span.length())));
            });
    outages(chronicle, facts);
    facts.add(new Fact("Effects", effects(chronicle)));
    facts.add(new Fact("Point of no return", noReturn(chronicle)));
    return facts;
  }

  /** What was given; of a secret nothing but its name. */
  static List<Fact> inputs(Chronicle chronicle) {
    return chronicle.plan().frozen().inputs().stream()
        .map(
            given ->
                new Fact(given.name(), given.value().map(PlaybookText::written).orElse("secret")))
        .toList();
  }

  private static void outages(Chronicle chronicle, List<Fact> facts) {
    Outages outages = chronicle.outages();
    if (outages.down().stream().anyMatch(down -> down.unit() == Unit.KUBE_APISERVER)) {
      facts.add(new Fact("No API server served", total(outages.apiServers())));
    }
    if (outages.down().stream().anyMatch(down -> down.unit() == Unit.ETCD)) {
      facts.add(new Fact("etcd without quorum", total(outages.etcd())));
    }
  }

  private static String total(List<Chronicle.Span> spans) {
    Duration total = Outages.total(spans);
    return total.isZero()
        ? "never"
        : Style.elapsed(total)
            + (spans.stream().anyMatch(Chronicle.Span::open) ? ", and not over" : "");
  }

  private static String effects(Chronicle chronicle) {
    List<Chronicle.EffectStory> all =
        chronicle.steps().stream()
            .flatMap(step -> step.deeds().effects().stream())
            .filter(story -> !(story.effect() instanceof Effect.Await))
            .toList();
    long happened = all.stream().filter(story -> story.fate().equals("happened")).count();
    long undone = all.stream().filter(story -> story.fate().equals("taken back")).count();
    return happened
        + " happened"
        + (undone == 0 ? "" : ", " + undone + " taken back")
        + (happened + undone == all.size() ? "" : ", " + (all.size() - happened - undone) + " not");
  }

  private static String noReturn(Chronicle chronicle) {
    return chronicle
        .state()
        .marks()
        .noReturn()
        .map(at -> "passed at " + at)
        .orElseGet(
            () ->
                chronicle
                    .plan()
                    .noReturn()
                    .map(line -> "not passed; it is at " + line.at())
                    .orElse("none"));
  }

  /** What the run left for whoever looks further. */
  static List<Fact> evidence(Chronicle chronicle) {
    Chronicle.Evidence evidence = chronicle.evidence();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Plan and journal", evidence.folder().toString()));
    facts.add(new Fact("Events in the journal", String.valueOf(evidence.events())));
    evidence.fingerprint().ifPresent(print -> facts.add(new Fact("SHA-256 of the plan", print)));
    evidence
        .saved()
        .forEach(
            file ->
                facts.add(
                    new Fact(
                        "Snapshot",
                        file.path()
                            + "  "
                            + Style.bytes(file.bytes())
                            + "  SHA-256 "
                            + file.sha256())));
    return facts;
  }

  /** The steps that stopped before their end. */
  static List<Chronicle.StepStory> failed(Chronicle chronicle) {
    return chronicle.steps().stream().filter(step -> step.words().trouble().isPresent()).toList();
  }

  /** What can be done now. */
  static List<String> now(Chronicle chronicle) {
    return Standing.now(chronicle.state(), chronicle.plan().id(), chronicle.evidence().folder());
  }

  /** Whether the point of no return lies before this step. */
  static boolean drawsTheLine(Chronicle chronicle, int index) {
    return chronicle
        .plan()
        .noReturn()
        .map(line -> line.at().step())
        .filter(
            step ->
                chronicle.steps().stream().map(story -> story.at().step()).toList().indexOf(step)
                    == index)
        .isPresent();
  }

  /** How a step ended, in words. */
  static String words(Chronicle.StepStory step) {
    return step.words().trouble().map(Trouble::what).orElse(step.words().why());
  }

  /** The colour of a state. */
  static String mood(RunState state) {
    return switch (state.stage()) {
      case NEW -> "note";
      case RUNNING, UNDOING, UNDONE -> "heed";
      case ENDED ->
          state.marks().end().filter(end -> end.kind() == RunEnd.Kind.DONE).isPresent()
              ? "good"
              : "bad";
    };
  }

  static String mood(StepFate fate) {
    return switch (fate) {
      case DONE -> "good";
      case FAILED, IN_DOUBT -> "bad";
      case AT_WORK, STOPPED -> "heed";
      case NOT_BEGUN, SKIPPED, TAKEN_BACK -> "note";
    };
  }

  static String time(Instant at) {
    return CLOCK.format(at);
  }

  static String day(Instant at) {
    return DAY.format(at);
  }
}
