package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.NodeReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what {@code kubectl get nodes --no-headers} prints. Pure. */
final class NodeLines {
  private NodeLines() {}

  static NodeReport read(String output) {
    List<Section> sections = Section.all(output);
    Optional<Section> nodes = Section.named(sections, "nodes");
    if (nodes.isEmpty()) {
      return new NodeReport(
          List.of(),
          List.of(),
          Optional.of(Section.word(sections, "unavailable").orElse("kubectl does not answer")));
    }
    List<String> ready = new ArrayList<>();
    List<String> notReady = new ArrayList<>();
    for (String line : nodes.get().lines()) {
      String[] columns = line.strip().split("\\s+");
      if (columns.length >= 2) {
        // A cordoned node is `Ready,SchedulingDisabled`.
        boolean isReady = List.of(columns[1].split(",")).contains("Ready");
        (isReady ? ready : notReady).add(columns[0]);
      }
    }
    return new NodeReport(ready, notReady, Optional.empty());
  }
}
