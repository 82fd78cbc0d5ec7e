package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.yaml.Mapping;
import io.github.etcdrunbook.yaml.MappingReader;
import io.github.etcdrunbook.yaml.Scalar;
import java.util.List;

/** What the keys of a group say about each other, and what a group does not hold. */
final class GroupRules {
  private final MappingReader group;
  private final List<Diagnostic> findings;

  GroupRules(MappingReader group, List<Diagnostic> findings) {
    this.group = group;
    this.findings = findings;
  }

  void check(boolean hasFencedInput) {
    for (String key : List.of("uses", "with")) {
      refuse(key, "`" + key + "` belongs to a step, and this is a group: it has `steps`");
    }
    for (String key : List.of("timeout", "retry")) {
      refuse(key, "`" + key + "` stands at the steps of a group, each has its own");
    }
    if (group.list("steps").isEmpty()) {
      findings.add(Diagnostic.error("group.no-steps", group.range("steps"), "there are no steps"));
    }
    if (group.has("rollout") && !group.has("hosts")) {
      findings.add(
          Diagnostic.error(
                  "step.rollout-without-hosts",
                  group.range("rollout"),
                  "`rollout` goes over hosts, and this group names none")
              .hint("add `hosts`"));
    }
    new StepRules(group, findings).checkFenced(hasFencedInput);
  }

  private void refuse(String key, String why) {
    if (group.has(key)) {
      findings.add(Diagnostic.error("group.needless-key", group.range(key), why));
    }
  }

  /** Whether this cannot stand in a group; says why. */
  static boolean refusesInner(Mapping inner, boolean perHost, List<Diagnostic> findings) {
    if (inner.entry("steps").isPresent()) {
      findings.add(
          Diagnostic.error("group.nested", key(inner, "steps"), "a group holds steps, not groups")
              .hint("put its steps here, or the group behind this one"));
      return true;
    }
    if (inner.get("uses").isPresent()
        && inner.get("uses").get() instanceof Scalar path
        && EntryReader.isFile(path.text())) {
      findings.add(
          Diagnostic.error(
              "include.in-group",
              path.range(),
              "a playbook is included at the top, not in a group"));
      return true;
    }
    if (perHost && inner.entry("confirm").isPresent()) {
      findings.add(
          Diagnostic.error(
                  "group.inner-gate",
                  key(inner, "confirm"),
                  "a person is asked once for the group, not once for each host")
              .hint("put `confirm` at the group"));
    }
    return false;
  }

  private static SourceRange key(Mapping mapping, String key) {
    return mapping.entry(key).orElseThrow().key().range();
  }
}
