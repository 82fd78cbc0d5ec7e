package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.actions.Catalog;
import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.inventory.InventoryReader;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.playbook.Datum;
import io.github.etcdrunbook.playbook.Input;
import io.github.etcdrunbook.playbook.InputValues;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.PlaybookReader;
import io.github.etcdrunbook.playbook.Reading;
import io.github.etcdrunbook.playbook.SourceLoader;
import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.DiagnosticForm;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.source.Sources;
import io.github.etcdrunbook.yaml.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what a plan is made from: files when planning, the texts frozen in the plan when resuming,
 * so that a file that has changed or is gone since then does no harm.
 */
final class RunSources {
  private final List<Diagnostic> findings = new ArrayList<>();
  private Sources sources = Sources.none();

  private RunSources() {}

  /** Reads files; tells all problems at once. */
  static Prepared read(PlanOptions options) throws Stop {
    if (options.playbook().isEmpty() || options.inventory().isEmpty()) {
      throw Stop.of(
          ExitCode.COMMAND_LINE, "a playbook and an inventory are needed: PLAYBOOK -i FILE");
    }
    RunSources reading = new RunSources();
    Optional<Playbook> playbook = reading.playbook(path(options.playbook()), FileReading::read);
    Optional<Inventory> inventory = reading.inventory(FileReading.read(options.inventory()));
    Optional<Map<String, Datum>> inputs =
        playbook.flatMap(read -> reading.inputs(read.inputs(), options.values()));
    reading.demandSound();
    return new Prepared(playbook.orElseThrow(), inventory.orElseThrow(), inputs.orElseThrow());
  }

  /** Reads a playbook alone: a file, or one that ships with the program, by its name. */
  static Playbook playbook(String path) throws Stop {
    RunSources reading = new RunSources();
    Optional<Playbook> playbook = reading.playbook(path(path), FileReading::read);
    reading.demandSound();
    return playbook.orElseThrow();
  }

  /** The values of a playbook's inputs. */
  static Map<String, Datum> inputs(Playbook playbook, Map<String, String> given) throws Stop {
    RunSources reading = new RunSources();
    Optional<Map<String, Datum>> inputs = reading.inputs(playbook.inputs(), given);
    reading.demandSound();
    return inputs.orElseThrow();
  }

  /** Reads an inventory alone. */
  static Inventory inventory(String path) throws Stop {
    RunSources reading = new RunSources();
    Optional<Inventory> inventory = reading.inventory(FileReading.read(path));
    reading.demandSound();
    return inventory.orElseThrow();
  }

  /** Reads the inventory that a plan keeps. */
  static Inventory inventory(Plan plan) throws Stop {
    RunSources reading = new RunSources();
    Optional<Inventory> inventory = reading.inventory(frozenInventory(plan));
    reading.demandSound();
    return inventory.orElseThrow();
  }

  private static Checked<SourceFile> frozenInventory(Plan plan) {
    Playbook.SourceText hosts = plan.frozen().inventory().getFirst();
    return Checked.of(new SourceFile(hosts.path(), hosts.text()));
  }

  /** Reads the texts that a plan keeps. Secret inputs must be given again. */
  static Prepared read(Plan plan) throws Stop {
    RunSources reading = new RunSources();
    Map<String, SourceFile> texts = new LinkedHashMap<>();
    for (Playbook.SourceText text : plan.frozen().playbook()) {
      texts.put(text.path(), new SourceFile(text.path(), text.text()));
    }
    SourceLoader frozen =
        path ->
            Optional.ofNullable(texts.get(path))
                .map(Checked::of)
                .orElseGet(() -> FileReading.read(path));
    Optional<Playbook> playbook =
        reading.playbook(plan.frozen().playbook().getFirst().path(), frozen);
    Optional<Inventory> inventory = reading.inventory(frozenInventory(plan));
    reading.demandSound();
    Map<String, Datum> inputs = new LinkedHashMap<>();
    plan.frozen()
        .inputs()
        .forEach(given -> given.value().ifPresent(value -> inputs.put(given.name(), value)));
    return new Prepared(playbook.orElseThrow(), inventory.orElseThrow(), inputs);
  }

  /** A file, or the name of a playbook that ships with the program. */
  private static String path(String text) {
    if (Files.exists(Path.of(text)) || text.contains("/") || text.endsWith(".yaml")) {
      return text;
    }
    return ShippedFiles.playbooks()
        .map(folder -> folder.resolve(text + ".yaml"))
        .filter(Files::isRegularFile)
        .map(Path::toString)
        .orElse(text);
  }

  private Optional<Playbook> playbook(String path, SourceLoader loader) {
    Reading reading = new PlaybookReader(Catalog.actions(), loader).read(path);
    reading.sources().files().values().forEach(file -> sources = sources.with(file));
    return reading.playbook().drainTo(findings);
  }

  private Optional<Inventory> inventory(Checked<SourceFile> file) {
    return file.drainTo(findings)
        .flatMap(
            read -> {
              sources = sources.with(read);
              return InventoryReader.read(read).drainTo(findings);
            });
  }

  private Optional<Map<String, Datum>> inputs(List<Input> inputs, Map<String, String> given) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    for (Map.Entry<String, String> value : given.entrySet()) {
      sources = sources.with(new SourceFile("-v " + value.getKey(), value.getValue()));
      Input input =
          inputs.stream()
              .filter(each -> each.name().equals(value.getKey()))
              .findFirst()
              .orElseGet(() -> unknown(value.getKey()));
      InputValues.option(input, value.getValue())
          .drainTo(findings)
          .ifPresent(node -> nodes.put(value.getKey(), node));
    }
    return InputValues.of(inputs, nodes).drainTo(findings);
  }

  /** A name that no input has: told by the values, with a suggestion. */
  private static Input unknown(String name) {
    return new Input(
        name,
        new Input.Type.Simple(Input.Kind.STRING),
        "",
        Optional.empty(),
        Optional.empty(),
        false,
        new SourceFile("-v " + name, "").range(0, 0));
  }

  private void demandSound() throws Stop {
    if (findings.stream().anyMatch(Diagnostic::isError)) {
      throw new Stop(
          ExitCode.WRONG_FILES,
          DiagnosticForm.all(findings, sources).stream()
              .map(form -> form.text() + System.lineSeparator())
              .toList());
    }
  }
}
