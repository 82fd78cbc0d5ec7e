package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.report.Style;
import io.github.etcdrunbook.snapshot.Offence;
import io.github.etcdrunbook.snapshot.SnapshotInspection;
import io.github.etcdrunbook.snapshot.SnapshotKeys;
import io.github.etcdrunbook.world.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what takes the space in a snapshot, lists its keys, or shows one of them. */
@Command(
    name = "inspect",
    description = "Tell what takes the space in a snapshot; list or show keys.",
    mixinStandardHelpOptions = true)
final class SnapshotInspectCommand implements Callable<ExitCode> {
  private final Console console;

  @Parameters(paramLabel = "FILE", description = "The snapshot file.")
  private Path file = Path.of("");

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "Only keys that start with this.")
  private String prefix = "";

  @Option(names = "--list", description = "List the keys, one a line.")
  private boolean list;

  @Option(names = "--get", paramLabel = "KEY", description = "Show one key.")
  private Optional<String> key = Optional.empty();

  @Option(names = "--raw", description = "With --get: the bytes of the value, nothing else.")
  private boolean raw;

  @Option(names = "--html", paramLabel = "PAGE", description = "Write a page with a picture.")
  private Optional<Path> html = Optional.empty();

  @Option(names = "--show-secrets", description = "Show the values of Secrets as well.")
  private boolean showSecrets;

  @Mixin private OutputOption output;

  SnapshotInspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public ExitCode call() {
    try {
      if (key.isPresent()) {
        return shown(key.get());
      }
      return list ? listed() : inspected();
    } catch (IOException | InternalError e) {
      // The error is the JVM's word for a mapped file that shrank or whose disk failed.
      console.err().println(file + ": cannot be read: " + e.getMessage());
      return ExitCode.REFUSED;
    }
  }

  private ExitCode inspected() throws IOException {
    SnapshotInspection inspection = SnapshotInspection.of(file, prefix, progress());
    if (html.isPresent()) {
      try {
        Files.writeString(html.get(), InspectionHtml.of(file.toString(), inspection));
      } catch (IOException e) {
        console.err().println(html.get() + ": cannot be written: " + e.getMessage());
        return ExitCode.REFUSED;
      }
      console.err().println("wrote " + html.get());
    }
    switch (output.format()) {
      case TEXT -> console.out().print(InspectionText.of(inspection));
      case JSON -> console.out().println(InspectionJson.of(inspection).toPrettyString());
      case JSONL -> console.out().println(InspectionJson.of(inspection));
    }
    return verdict(inspection.offences());
  }

  private ExitCode listed() throws IOException {
    SnapshotKeys keys = SnapshotKeys.of(file, progress());
    keys.list(prefix).forEach(key -> console.out().println(Style.harmless(key)));
    return verdict(keys.offences());
  }

  private ExitCode shown(String wanted) throws IOException {
    SnapshotKeys keys = SnapshotKeys.of(file, progress());
    Optional<SnapshotKeys.Found> found = keys.get(wanted);
    if (found.isEmpty()) {
      console.err().println("`" + wanted + "` is not in the snapshot");
      return ExitCode.REFUSED;
    }
    if (raw && KeyText.hidden(found.get(), showSecrets)) {
      console.err().println("`" + wanted + "` is a Secret: give --show-secrets");
      return ExitCode.REFUSED;
    }
    if (raw) {
      console.out().writeBytes(found.get().bytes());
      console.out().flush();
    } else {
      console.out().print(KeyText.of(found.get(), showSecrets));
    }
    return verdict(keys.offences());
  }

  private ExitCode verdict(List<Offence> offences) {
    offences.stream().limit(10).forEach(offence -> console.err().println(file + ": " + offence));
    return offences.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
  }

  private Progress progress() {
    return console.terminal().err()
        ? new ProgressLine(console.err(), "inspect " + file)
        : Progress.none();
  }
}
