package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.playbook.StepReader.Around;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.yaml.MappingReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the keys of a step say about each other: which need one another, which exclude. */
final class StepRules {
  private final MappingReader step;
  private final List<Diagnostic> findings;

  StepRules(MappingReader step, List<Diagnostic> findings) {
    this.step = step;
    this.findings = findings;
  }

  void check(Around around, boolean hasFencedInput) {
    refuseNothing();
    refuseArgumentsAndExpectationsOfNoAction();
    if (step.has("rollout") && !step.has("hosts")) {
      findings.add(
          Diagnostic.error(
                  "step.rollout-without-hosts",
                  step.range("rollout"),
                  "`rollout` goes over hosts, and this step names none")
              .hint(around == Around.GROUP_PER_HOST ? "it stands at the group" : "add `hosts`"));
    }
    checkFenced(hasFencedInput);
  }

  /** What {@code onUnreachable: fenced} needs. */
  void checkFenced(boolean hasFencedInput) {
    boolean fenced =
        step.has("onUnreachable") && step.text("onUnreachable").equals(Optional.of("fenced"));
    if (fenced && !hasFencedInput) {
      findings.add(
          Diagnostic.error(
                  "step.fenced-without-input",
                  step.range("onUnreachable"),
                  "`fenced` wants an input that names the hosts")
              .hint("add the input `fenced: {type: {list: host}, default: [], ...}`"));
    }
  }

  private void refuseNothing() {
    if (Stream.of("uses", "require", "expect", "doneWhen", "confirm").noneMatch(step::has)) {
      SourceRange start =
          step.has("id")
              ? step.range("id")
              : SourceRange.at(step.range().file(), step.range().start());
      findings.add(
          Diagnostic.error(
                  "step.does-nothing", start, "this step has neither `uses` nor a condition")
              .hint("`uses` names an action; `require` checks without one"));
    }
  }

  private void refuseArgumentsAndExpectationsOfNoAction() {
    if (step.has("with") && !step.has("uses")) {
      findings.add(
          Diagnostic.error("step.with-without-uses", step.range("with"), "`with` needs `uses`"));
    }
    if (step.has("retry") && !step.has("uses")) {
      findings.add(
          Diagnostic.error(
                  "retry.nothing-to-look-at",
                  step.range("retry"),
                  "`retry` looks again, and this step does not look: outputs stay as they are")
              .hint("put `expect` with `retry` at the step that looks"));
    }
    if (step.has("expect") && !step.has("uses")) {
      findings.add(
          Diagnostic.error(
                  "step.expect-without-uses",
                  step.range("expect"),
                  "`expect` is about what an action has done")
              .hint("without an action that is `require`"));
    }
  }

  void checkPlace(Manual manual, boolean perHost) {
    if (manual.place() == Manual.Place.CLUSTER && perHost) {
      findings.add(
          Diagnostic.error(
                  "step.needless-hosts",
                  step.range(step.has("hosts") ? "hosts" : "uses"),
                  "`" + manual.name() + "` runs once for the cluster, not per host")
              .hint("leave `hosts` out"));
    }
    if (manual.place() == Manual.Place.HOST && !perHost) {
      findings.add(
          Diagnostic.error(
                  "step.no-hosts",
                  step.range("uses"),
                  "`" + manual.name() + "` runs per host, and no hosts are named")
              .hint("add `hosts: etcd`"));
    }
  }
}
