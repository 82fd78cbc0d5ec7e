package io.github.etcdrunbook.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.etcdrunbook.actions.Catalog;
import io.github.etcdrunbook.inventory.InventoryReader;
import io.github.etcdrunbook.playbook.PlaybookReader;
import io.github.etcdrunbook.playbook.Reading;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.DiagnosticForm;
import io.github.etcdrunbook.source.Severity;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.source.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Reports every problem of every file at once. Reads files; touches no host. */
@Command(
    name = "validate",
    description = "Check playbooks and inventories, without a network.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<ExitCode> {
  private static final String ERROR = Severity.ERROR.word();

  private final Console console;

  @Mixin private OutputOption output;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Playbooks and inventories.")
  private List<String> files;

  ValidateCommand(Console console) {
    this.console = console;
  }

  @Override
  public ExitCode call() {
    List<Diagnostic> findings = new ArrayList<>();
    List<SourceFile> read = new ArrayList<>();
    for (String name : files.stream().distinct().toList()) {
      FileReading.read(name).drainTo(findings).ifPresent(file -> check(file, read, findings));
    }
    List<DiagnosticForm> forms = DiagnosticForm.all(findings, Sources.of(read));
    switch (output.format()) {
      case TEXT -> printText(forms);
      case JSON -> printJson(forms);
      case JSONL -> forms.forEach(form -> console.out().println(DiagnosticJson.of(form)));
    }
    boolean sound = findings.stream().noneMatch(Diagnostic::isError);
    return sound ? ExitCode.DONE : ExitCode.WRONG_FILES;
  }

  private static void check(SourceFile file, List<SourceFile> read, List<Diagnostic> findings) {
    read.add(file);
    if (!PlaybookReader.isPlaybook(file)) {
      findings.addAll(InventoryReader.read(file).diagnostics());
      return;
    }
    Reading reading = new PlaybookReader(Catalog.actions(), FileReading::read).read(file.path());
    findings.addAll(reading.playbook().diagnostics());
    read.addAll(reading.sources().files().values());
  }

  private void printText(List<DiagnosticForm> forms) {
    forms.forEach(form -> console.out().println(form.text() + System.lineSeparator()));
    long errors = forms.stream().filter(form -> form.severity().equals(ERROR)).count();
    console.out().println(count(files.size(), "file") + ", " + count(errors, "error"));
  }

  /** One object, so that a reader need not tell an empty answer from a lost one. */
  private void printJson(List<DiagnosticForm> forms) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    files.forEach(name -> json.withArrayProperty("files").add(name));
    json.putArray("findings");
    forms.forEach(form -> json.withArrayProperty("findings").add(DiagnosticJson.of(form)));
    console.out().println(json.toPrettyString());
  }

  private static String count(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
