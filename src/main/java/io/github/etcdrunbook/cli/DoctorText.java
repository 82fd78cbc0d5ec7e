package io.github.etcdrunbook.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.etcdrunbook.cli.DoctorFinding.Verdict;
import io.github.etcdrunbook.report.Style;
import java.util.ArrayList;
import java.util.List;

/** Findings as lines that fit the terminal, and as JSON. Pure. */
final class DoctorText {
  private static final int INDENT = 29;
  private static final int LEAST = 30;

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
      wrap(head, Style.harmless(finding.what()), columns, lines);
      if (!finding.hint().isEmpty()) {
        wrap(" ".repeat(INDENT), "hint: " + Style.harmless(finding.hint()), columns, lines);
      }
    }
    lines.add(summary(findings));
    return lines;
  }

  private static void wrap(String head, String text, int columns, List<String> lines) {
    int width = Math.max(LEAST, columns - head.length());
    StringBuilder line = new StringBuilder(head);
    int used = 0;
    for (String word : text.split(" ", -1)) {
      if (used > 0 && used + 1 + word.length() > width) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(" ".repeat(head.length()));
        used = 0;
      }
      line.append(used > 0 ? " " : "").append(word);
      used += word.length() + (used > 0 ? 1 : 0);
    }
    lines.add(line.toString().stripTrailing());
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
