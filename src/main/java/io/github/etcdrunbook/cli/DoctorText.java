package io.github.etcdrunbook.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.etcdrunbook.cli.DoctorFinding.Verdict;
import io.github.etcdrunbook.report.Style;
import io.github.etcdrunbook.report.Wrapping;
import java.util.ArrayList;
import java.util.List;

/** Findings as lines that fit the terminal, and as JSON. Pure. */
final class DoctorText {
  private static final int INDENT = 29;

  private DoctorText() {}

  static List<String> lines(List<DoctorFinding> findings, int columns) {
    List<String> lines = new ArrayList<>();
    String place = "";
    for (DoctorFinding finding : findings) {
      if (!finding.place().equals(place)) {
        place = finding.place();
        lines.add(place);
      }
      String head = "  %-11s  %-12s  ".formatted(finding.verdict().word(), finding.check());
      lines.addAll(Wrapping.of(head, Style.harmless(finding.what()), columns));
      if (!finding.hint().isEmpty()) {
        String hint = "hint: " + Style.harmless(finding.hint());
        lines.addAll(Wrapping.of(" ".repeat(INDENT), hint, columns));
      }
    }
    lines.add(summary(findings));
    return lines;
  }

  private static String summary(List<DoctorFinding> findings) {
    long bad = count(findings, Verdict.PROBLEM);
    long lost = count(findings, Verdict.UNREACHABLE);
    return "%d checks: %d unreachable, %d problems, %d warnings"
        .formatted(findings.size(), lost, bad, count(findings, Verdict.WARNING));
  }

  private static long count(List<DoctorFinding> findings, Verdict verdict) {
    return findings.stream().filter(one -> one.verdict() == verdict).count();
  }

  static ObjectNode json(String cluster, List<DoctorFinding> findings) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("cluster", cluster);
    ArrayNode all = json.putArray("findings");
    findings.forEach(one -> all.add(json(one)));
    return json;
  }

  static ObjectNode json(DoctorFinding one) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("place", one.place())
        .put("check", one.check())
        .put("verdict", one.verdict().word())
        .put("what", one.what())
        .put("hint", one.hint());
  }
}
