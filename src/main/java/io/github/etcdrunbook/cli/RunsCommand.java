package io.github.etcdrunbook.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.etcdrunbook.cli.world.RealWorld;
import io.github.etcdrunbook.inventory.Host;
import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.journal.Replay;
import io.github.etcdrunbook.report.Standing;
import io.github.etcdrunbook.report.Style;
import io.github.etcdrunbook.run.RunEvent;
import io.github.etcdrunbook.world.RunId;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the runs of this machine, the newest first, from their journals. Reads only. */
@Command(
    name = "runs",
    description = "List the runs, the newest first.",
    mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<ExitCode> {
  private final RunDesk desk;
  @Mixin private OutputOption output;

  @Option(
      names = "--from-hosts",
      description = "List the runs that the hosts have copies of, with -i.")
  private boolean fromHosts;

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      description = "With --from-hosts: the hosts.")
  private String inventory = "";

  RunsCommand(RunDesk desk) {
    this.desk = desk;
  }

  /** One run; what its journal does not tell is empty. */
  private record Row(String run, String playbook, String cluster, String state, String began) {
    String text() {
      return Style.harmless(
          "%s  %-22s  %-12s  %-28s  %s".formatted(run, playbook, cluster, state, began).strip());
    }

    ObjectNode json() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("run", run)
          .put("playbook", playbook)
          .put("cluster", cluster)
          .put("state", state)
          .put("began", began);
    }
  }

  @Override
  public ExitCode call() throws Stop {
    if (fromHosts) {
      return onHosts();
    }
    List<Row> rows = new ArrayList<>();
    for (RunId run : desk.folders().runs()) {
      // A plan that was only saved is no run.
      if (Files.exists(desk.folders().journal(run))) {
        rows.add(row(run, new JournalReading(desk).replay(run)));
      }
    }
    print(rows, "there is no run in " + desk.folders().root());
    return ExitCode.DONE;
  }

  private ExitCode onHosts() throws Stop {
    if (inventory.isEmpty()) {
      throw Stop.of(ExitCode.COMMAND_LINE, "--from-hosts needs the hosts: -i INVENTORY");
    }
    Inventory hosts = RunSources.inventory(inventory);
    Optional<ExitCode> inside = LabEntry.enter(hosts);
    if (inside.isPresent()) {
      return inside.get();
    }
    try (RealWorld world = desk.world(hosts)) {
      HostRuns runs = new HostRuns(desk, hosts.hosts().stream().map(Host::name).toList(), world);
      List<Row> rows =
          runs.list().keySet().stream()
              .map(
                  run ->
                      row(run, Replay.of(runs.find(run, Optional.empty()).bytes(), desk.codec())))
              .toList();
      print(rows, "no host that answers has a copy of a run");
    }
    return ExitCode.DONE;
  }

  private void print(List<Row> rows, String none) {
    Console console = desk.console();
    switch (output.format()) {
      case TEXT -> {
        rows.forEach(row -> console.out().println(row.text()));
        if (rows.isEmpty()) {
          console.err().println(none);
        }
      }
      case JSON -> {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        rows.forEach(row -> all.add(row.json()));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("runs", all);
        console.out().println(json.toPrettyString());
      }
      case JSONL -> rows.forEach(row -> console.out().println(row.json()));
    }
  }

  private static Row row(RunId run, Replay replay) {
    return switch (replay) {
      case Replay.Sound sound -> {
        Optional<RunEvent.RunStarted> opening = sound.state().opening();
        yield new Row(
            run.text(),
            opening.map(RunEvent.RunStarted::playbook).orElse(""),
            opening.map(RunEvent.RunStarted::cluster).orElse(""),
            Standing.words(sound.state()),
            sound.events().stream().findFirst().map(first -> first.at().toString()).orElse(""));
      }
      case Replay.Damaged damaged ->
          new Row(run.text(), "", "", "journal damaged at line " + damaged.line(), "");
    };
  }
}
