package io.github.etcdrunbook.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.etcdrunbook.cli.world.RealWorld;
import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.report.LockText;
import io.github.etcdrunbook.report.Style;
import io.github.etcdrunbook.world.LockOwner;
import io.github.etcdrunbook.world.Sight;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists who holds the locks of a cluster, on this machine and on each host. Reads only. */
@Command(
    name = "list",
    description = "Say who holds the locks of a cluster.",
    mixinStandardHelpOptions = true)
final class LockListCommand implements Callable<ExitCode> {
  private final RunDesk desk;
  @Mixin private OutputOption output;

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      required = true,
      description = "The hosts.")
  private String inventory;

  LockListCommand(RunDesk desk) {
    this.desk = desk;
  }

  @Override
  public ExitCode call() throws Stop {
    Inventory read = RunSources.inventory(inventory);
    Optional<ExitCode> inside = LabEntry.enter(read);
    if (inside.isPresent()) {
      return inside.get();
    }
    try (RealWorld world = desk.world(read)) {
      Map<String, Sight<Optional<LockOwner>>> seen = LockSight.of(desk, read, world).look();
      if (output.format() == OutputFormat.TEXT) {
        seen.forEach(this::print);
      } else {
        printJson(seen);
      }
      return seen.values().stream().allMatch(sight -> sight.seen().isPresent())
          ? ExitCode.DONE
          : ExitCode.UNREACHABLE;
    }
  }

  private void print(String place, Sight<Optional<LockOwner>> sight) {
    Console console = desk.console();
    switch (sight) {
      case Sight.Unseen<Optional<LockOwner>> unseen ->
          console.out().println(Style.harmless(place + "  unknown: " + unseen.failure().what()));
      case Sight.Seen<Optional<LockOwner>> seen -> {
        if (seen.value().isEmpty()) {
          console.out().println(place + "  free");
        } else {
          LockOwner owner = seen.value().get();
          console.out().println(LockText.line(place, owner, desk.clock().instant()));
          console.out().println("    " + Style.harmless(desk.atDesk().standing(owner)));
        }
      }
    }
  }

  private void printJson(Map<String, Sight<Optional<LockOwner>>> seen) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    seen.forEach((place, sight) -> all.add(json(place, sight)));
    if (output.format() == OutputFormat.JSONL) {
      all.forEach(each -> desk.console().out().println(each));
    } else {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.set("locks", all);
      desk.console().out().println(json.toPrettyString());
    }
  }

  private ObjectNode json(String place, Sight<Optional<LockOwner>> sight) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("place", place);
    sight.unseen().ifPresent(failure -> json.put("unknown", failure.what()));
    sight
        .seen()
        .ifPresent(
            seen -> {
              json.put("held", seen.isPresent());
              seen.ifPresent(
                  owner ->
                      json.put("run", owner.run().text())
                          .put("playbook", owner.playbook())
                          .put("operator", owner.who().operator())
                          .put("machine", owner.who().machine())
                          .put("since", owner.since().toString())
                          .put("standing", desk.atDesk().standing(owner)));
            });
    return json;
  }
}
