package io.github.etcdrunbook.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;

/** Shows the commands of the program in groups, as a reader looks for them. Stateless. */
final class CommandList implements IHelpSectionRenderer {
  private static final List<Group> GROUPS =
      List.of(
          new Group("Write and check", List.of("validate", "list", "show", "actions", "inventory")),
          new Group("Plan and run", List.of("plan", "run", "resume", "resolve", "undo")),
          new Group("Follow a run", List.of("runs", "status", "report", "lock")),
          new Group("Look into etcd", List.of("doctor", "keys", "get", "snapshot")),
          new Group("Rehearse", List.of("lab", "test")),
          new Group("More", List.of("schema", "schedule", "completion")));

  private record Group(String title, List<String> commands) {}

  @Override
  public String render(Help help) {
    Map<String, CommandLine> known = help.commandSpec().subcommands();
    StringBuilder text = new StringBuilder();
    for (Group group : GROUPS) {
      List<String> present = group.commands().stream().filter(known::containsKey).toList();
      if (!present.isEmpty()) {
        text.append(String.format("%n%s:%n", group.title()));
        present.forEach(name -> text.append(line(name, known.get(name))));
      }
    }
    return text.toString();
  }

  /** The names that have a place in a group. */
  static List<String> grouped() {
    return GROUPS.stream().flatMap(group -> group.commands().stream()).toList();
  }

  private static String line(String name, CommandLine command) {
    String[] description = command.getCommandSpec().usageMessage().description();
    return String.format("  %-10s %s%n", name, description.length == 0 ? "" : description[0]);
  }
}
