package io.github.etcdrunbook.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.etcdrunbook.source.DiagnosticForm;
import io.github.etcdrunbook.source.DiagnosticForm.Place;
import io.github.etcdrunbook.source.DiagnosticForm.RelatedForm;

/**
 * Findings as JSON: the names of the form's components, in their order; what is empty is left out.
 */
final class DiagnosticJson {
  private DiagnosticJson() {}

  static ObjectNode of(DiagnosticForm finding) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("severity", finding.severity());
    json.put("rule", finding.rule());
    json.put("message", finding.message());
    json.set("place", of(finding.place()));
    finding.within().ifPresent(path -> json.put("within", path));
    finding.hint().ifPresent(advice -> json.put("hint", advice));
    if (!finding.related().isEmpty()) {
      finding.related().forEach(other -> json.withArrayProperty("related").add(of(other)));
    }
    return json;
  }

  private static ObjectNode of(RelatedForm related) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("place", of(related.place()));
    json.put("message", related.message());
    return json;
  }

  private static ObjectNode of(Place place) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("file", place.file());
    json.put("line", place.line());
    json.put("column", place.column());
    json.put("endLine", place.endLine());
    json.put("endColumn", place.endColumn());
    place.excerpt().ifPresent(text -> json.put("excerpt", text));
    place.caret().ifPresent(text -> json.put("caret", text));
    return json;
  }
}
