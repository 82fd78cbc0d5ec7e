package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a run's plan showed and what its journal says was done, each effect whole, read from the
 * files as they are. Waits are left out, since they change nothing; a value that the plan could not
 * know yet, or that moves by itself, matches any.
 */
final class PlannedAndPerformed {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> OPEN = Set.of("Pending", "Drifting");

  private final Map<String, List<JsonNode>> planned = new TreeMap<>();
  private final Map<String, List<JsonNode>> performed = new TreeMap<>();

  /** Of the run of a machine with this state folder. */
  PlannedAndPerformed(Path state, String run) throws IOException {
    Path folder = state.resolve("etcd-runbook/runs").resolve(run);
    for (JsonNode step : JSON.readTree(folder.resolve("plan.json").toFile()).get("steps")) {
      step.at("/planned/acts")
          .forEach(act -> add(planned, at(step.path("at")), act.path("effect")));
    }
    Map<String, JsonNode> started = new HashMap<>();
    for (String line : Files.readAllLines(folder.resolve("journal.jsonl"))) {
      JsonNode event = line.isBlank() ? JSON.missingNode() : JSON.readTree(line).findPath("event");
      switch (event.path("is").asText()) {
        case "StepStarted" -> started.put(at(event.path("at")), event.path("acts"));
        case "EffectDone" -> {
          JsonNode effect = event.path("effect");
          JsonNode acts = started.get(at(effect));
          add(performed, at(effect), acts.path(effect.path("index").asInt()).path("effect"));
        }
        default -> {}
      }
    }
  }

  /** The run did what was planned: nothing more, nothing other, each once, in its order. */
  void assertSame() {
    assertSame(Set.of());
  }

  /** The same, but for steps which by then may have nothing left to do. */
  void assertSame(Set<String> less) {
    assertFalse(planned.isEmpty(), "nothing was planned");
    Map<String, List<JsonNode>> expected = new TreeMap<>(planned);
    expected
        .keySet()
        .removeIf(
            at -> !performed.containsKey(at) && less.contains(at.substring(0, at.indexOf('@'))));
    assertEquals(expected.keySet(), performed.keySet());
    expected.forEach((at, effects) -> assertSame(at, effects, performed.get(at)));
  }

  private static void assertSame(String at, List<JsonNode> planned, List<JsonNode> performed) {
    assertEquals(planned.size(), performed.size(), () -> at + ": " + planned + performed);
    for (int i = 0; i < planned.size(); i++) {
      if (!matches(planned.get(i), performed.get(i))) {
        assertEquals(planned.get(i), performed.get(i), at);
      }
    }
  }

  private static boolean matches(JsonNode planned, JsonNode performed) {
    if (OPEN.contains(planned.path("is").asText())) {
      return true;
    }
    if (!planned.isContainerNode() || planned.size() != performed.size()) {
      return planned.equals(performed);
    }
    if (planned.isArray()) {
      Iterator<JsonNode> others = performed.iterator();
      for (JsonNode one : planned) {
        if (!matches(one, others.next())) {
          return false;
        }
      }
      return true;
    }
    return planned.properties().stream()
        .allMatch(field -> matches(field.getValue(), performed.path(field.getKey())));
  }

  private static void add(Map<String, List<JsonNode>> to, String at, JsonNode effect) {
    if (!effect.path("is").asText().equals("Await")) {
      to.computeIfAbsent(at, ignored -> new ArrayList<>()).add(effect);
    }
  }

  private static String at(JsonNode at) {
    return at.path("step").asText() + "@" + at.path("host").asText();
  }
}
