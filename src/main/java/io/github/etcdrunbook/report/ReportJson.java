package io.github.etcdrunbook.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.EffectText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The report of a run as one JSON value. Times are ISO 8601, durations milliseconds. Pure. */
public final class ReportJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ReportJson() {}

  /** The value, as text of several lines. */
  public static String of(Chronicle chronicle) {
    ObjectNode json = NODES.objectNode();
    json.put("format", 1);
    json.put("run", chronicle.plan().id().text());
    json.put("playbook", chronicle.plan().made().playbook());
    json.put("cluster", chronicle.plan().made().cluster());
    chronicle.plan().made().change().ifPresent(change -> json.put("change", change));
    json.put("state", Standing.words(chronicle.state()));
    json.put("stage", chronicle.state().stage().name());
    chronicle
        .state()
        .marks()
        .end()
        .ifPresent(
            end ->
                json.put("end", end.kind().name())
                    .put("changed", end.changed())
                    .put("noReturn", end.noReturn()));
    json.put("situation", Standing.situation(chronicle.state()));
    json.set("now", texts(ReportFacts.now(chronicle)));
    ObjectNode facts = json.putObject("facts");
    ReportFacts.of(chronicle).forEach(fact -> facts.put(fact.name(), fact.value()));
    moments(chronicle, json.putArray("moments"));
    chronicle.steps().forEach(step -> step(chronicle, step, json.withArray("steps")));
    outages(chronicle.outages(), json.putObject("outages"));
    evidence(chronicle.evidence(), json.putObject("evidence"));
    return json.toPrettyString();
  }

  private static void moments(Chronicle chronicle, ArrayNode moments) {
    chronicle
        .moments()
        .forEach(
            moment ->
                moments
                    .addObject()
                    .put("at", time(moment.at()))
                    .put("what", moment.kind().words())
                    .put("text", moment.text()));
  }

  private static void step(Chronicle chronicle, Chronicle.StepStory step, ArrayNode steps) {
    ObjectNode json = steps.addObject();
    json.put("number", chronicle.number(step.at()));
    json.put("step", step.at().step().text());
    json.put("host", step.at().host().map(HostName::text).orElse(null));
    json.put("title", step.heading().title());
    step.heading().range().ifPresent(range -> json.put("place", range.toString()));
    json.put("state", step.fate().words());
    span(step.span(), json);
    json.put("why", step.words().why());
    step.words()
        .trouble()
        .ifPresent(trouble -> json.put("failure", trouble.what()).put("hint", trouble.hint()));
    step.deeds().effects().forEach(story -> effect(story, json.withArray("effects")));
    step.deeds().undone().forEach(story -> effect(story, json.withArray("undone")));
  }

  private static void effect(Chronicle.EffectStory story, ArrayNode effects) {
    ObjectNode json = effects.addObject();
    json.put("effect", story.ref().toString());
    json.put("text", EffectText.withHost(story.effect()));
    json.put("state", story.fate());
    json.put("attempts", story.attempts());
    span(story.span(), json);
    json.set("notes", texts(story.notes()));
  }

  private static void outages(Outages outages, ObjectNode json) {
    outages.apiServers().forEach(span -> away(span, json.withArray("apiServers")));
    outages.etcd().forEach(span -> away(span, json.withArray("etcd")));
    for (Outages.Down down : outages.down()) {
      ObjectNode one = json.withArray("down").addObject();
      one.put("host", down.host().text()).put("unit", down.unit().toString());
      span(Optional.of(down.span()), one);
    }
  }

  private static void away(Chronicle.Span span, ArrayNode all) {
    span(Optional.of(span), all.addObject());
  }

  private static void evidence(Chronicle.Evidence evidence, ObjectNode json) {
    json.put("folder", evidence.folder().toString());
    json.put("events", evidence.events());
    evidence.fingerprint().ifPresent(print -> json.put("plan", print));
    for (Chronicle.Saved saved : evidence.saved()) {
      json.withArray("snapshots")
          .addObject()
          .put("path", saved.path())
          .put("bytes", saved.bytes())
          .put("sha256", saved.sha256());
    }
  }

  private static void span(Optional<Chronicle.Span> span, ObjectNode json) {
    span.ifPresent(
        known -> {
          json.put("from", time(known.from()));
          if (known.open()) {
            json.put("open", true);
          } else {
            json.put("to", time(known.to())).put("milliseconds", known.length().toMillis());
          }
        });
  }

  private static ArrayNode texts(List<String> texts) {
    ArrayNode all = NODES.arrayNode();
    texts.forEach(all::add);
    return all;
  }

  private static String time(Instant at) {
    return at.toString();
  }
}
