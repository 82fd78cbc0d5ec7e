package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.action.Nature;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.yaml.Mapping;
import java.util.List;

/** What a step of {@code onFailure} may not be: it leaves evidence, and changes nothing. */
final class EvidenceRules {
  private static final List<String> NEEDLESS =
      List.of("confirm", "quorum", "pointOfNoReturn", "doneWhen", "steps");

  private EvidenceRules() {}

  /** Checks the step that was read last. */
  static void check(Mapping written, List<Step> onFailure, List<Diagnostic> findings) {
    for (String key : NEEDLESS) {
      written
          .entry(key)
          .ifPresent(
              entry ->
                  findings.add(
                      Diagnostic.error(
                          "on-failure.needless-key",
                          entry.key().range(),
                          "`" + key + "` says nothing of a step that only looks")));
    }
    boolean changes =
        !onFailure.isEmpty()
            && onFailure.getLast().range().equals(written.range())
            && onFailure.getLast().use().filter(use -> use.nature() == Nature.CHANGES).isPresent();
    if (changes) {
      findings.add(
          Diagnostic.error(
                  "on-failure.changes",
                  written.get("uses").orElseThrow().range(),
                  "steps of `onFailure` leave evidence, and this may change something")
              .hint("`host.command` with `effect: read` may look at anything"));
    }
  }
}
