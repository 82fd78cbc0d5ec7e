package io.github.etcdrunbook.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.etcdrunbook.etcd.LivingKeys;
import io.github.etcdrunbook.etcd.StoredKey;
import io.github.etcdrunbook.report.Style;
import io.github.etcdrunbook.snapshot.ResourceKey;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts keys by what Kubernetes keeps in them; the most numerous come first. */
final class KeyCount implements KeyListing {
  /** What keys are counted by. */
  enum By {
    TYPE,
    NAMESPACE;

    String of(ResourceKey key) {
      return switch (this) {
        case TYPE -> key.type();
        case NAMESPACE -> key.namespace();
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final By by;
  private final OutputFormat format;
  private final Map<String, Long> counts = new TreeMap<>();
  private long keys;

  KeyCount(By by, OutputFormat format) {
    this.by = by;
    this.format = format;
  }

  @Override
  public void key(StoredKey key) {
    counts.merge(by.of(ResourceKey.of(key.key().toString())), 1L, Long::sum);
    keys++;
  }

  @Override
  public void end(LivingKeys.Source source, PrintStream out) {
    List<Map.Entry<String, Long>> sorted =
        counts.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .toList();
    switch (format) {
      case TEXT -> print(sorted, out);
      case JSON -> {
        ObjectNode json = KeyListing.json(source).put("keys", keys);
        ArrayNode all = json.putArray("counts");
        sorted.forEach(one -> all.add(json(one)));
        out.println(json.toPrettyString());
      }
      case JSONL -> sorted.forEach(one -> out.println(json(one)));
    }
  }

  private void print(List<Map.Entry<String, Long>> sorted, PrintStream out) {
    out.printf("%10s  %s%n", "KEYS", by.name());
    sorted.forEach(
        one ->
            out.printf(
                "%10d  %s%n",
                one.getValue(), one.getKey().isEmpty() ? "(none)" : Style.harmless(one.getKey())));
    out.printf("%10d  in all%n", keys);
  }

  private ObjectNode json(Map.Entry<String, Long> one) {
    return JsonNodeFactory.instance
        .objectNode()
        .put(by.toString(), one.getKey())
        .put("keys", one.getValue());
  }
}
