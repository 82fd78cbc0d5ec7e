package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.lab.LabSurroundings;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Every command that the program has, and how it is constructed: the composition root. A command is
 * made only when its name stands on the command line; for the others, name and description are
 * enough, which keeps `--help` fast.
 */
final class Offers {
  private final Console console;

  Offers(Console console) {
    this.console = console;
  }

  private List<Offer> all() {
    return List.of(
        new Offer(TestCommand.class, () -> new TestCommand(console)),
        new Offer(ValidateCommand.class, () -> new ValidateCommand(console)),
        new Offer(ListCommand.class, () -> new ListCommand(console)),
        new Offer(ShowCommand.class, () -> new ShowCommand(console)),
        new Offer(ActionsCommand.class, () -> new ActionsCommand(console)),
        new Offer(PlanCommand.class, () -> new PlanCommand(desk())),
        new Offer(RunCommand.class, () -> new RunCommand(desk())),
        new Offer(ResumeCommand.class, () -> new ResumeCommand(desk())),
        new Offer(ResolveCommand.class, () -> new ResolveCommand(desk())),
        new Offer(UndoCommand.class, () -> new UndoCommand(desk())),
        new Offer(RunsCommand.class, () -> new RunsCommand(desk())),
        new Offer(StatusCommand.class, () -> new StatusCommand(desk())),
        new Offer(ReportCommand.class, () -> new ReportCommand(desk())),
        new Offer(LockCommand.class, () -> LockCommand.with(desk())),
        new Offer(InventoryCommand.class, () -> InventoryCommand.with(desk())),
        new Offer(DoctorCommand.class, () -> new DoctorCommand(desk())),
        new Offer(KeysCommand.class, () -> new KeysCommand(desk())),
        new Offer(GetCommand.class, () -> new GetCommand(desk())),
        new Offer(SnapshotCommand.class, () -> SnapshotCommand.with(desk())),
        new Offer(LabCommand.class, () -> new LabCommand(console, surroundings())),
        new Offer(SchemaCommand.class, () -> new SchemaCommand(console)),
        new Offer(ScheduleCommand.class, () -> new ScheduleCommand(console)),
        new Offer(CompletionCommand.class, () -> new CompletionCommand(console)));
  }

  private RunDesk desk() {
    return new RunDesk(console, Clock.systemUTC());
  }

  private LabSurroundings surroundings() {
    return new LabSurroundings(
        Clock.systemUTC(), time -> Thread.sleep(time.toMillis()), console.environment());
  }

  /** Adds the commands to the program's command line, given the arguments that it will parse. */
  void addTo(CommandLine program, Set<String> arguments) {
    // The completion script knows the options of all commands.
    boolean whole = arguments.contains(nameOf(CompletionCommand.class));
    for (Offer offer : all()) {
      String name = nameOf(offer.type());
      boolean asked = whole || arguments.contains(name);
      program.addSubcommand(name, asked ? offer.construction().get() : sketch(offer));
    }
  }

  private record Offer(Class<?> type, Supplier<?> construction) {}

  private static CommandSpec sketch(Offer offer) {
    CommandSpec spec = CommandSpec.create().name(nameOf(offer.type()));
    spec.usageMessage().description(offer.type().getAnnotation(Command.class).description());
    return spec;
  }

  private static String nameOf(Class<?> type) {
    return type.getAnnotation(Command.class).name();
  }
}
