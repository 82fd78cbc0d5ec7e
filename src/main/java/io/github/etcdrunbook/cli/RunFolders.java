package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.world.RunId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where runs live on the operator's machine: {@code $XDG_STATE_HOME/etcd-runbook/runs/<run>}, with
 * the plan and the journal, readable by the operator alone.
 */
record RunFolders(Path root) {
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  static RunFolders of(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "/root");
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path base = state.isEmpty() ? Path.of(home, ".local", "state") : Path.of(state);
    return new RunFolders(base.resolve("etcd-runbook").resolve("runs"));
  }

  Path folder(RunId run) {
    return root.resolve(run.text());
  }

  Path plan(RunId run) {
    return folder(run).resolve("plan.json");
  }

  Path journal(RunId run) {
    return folder(run).resolve("journal.jsonl");
  }

  /** The folder of everything that this program keeps. */
  Path state() {
    return root.getParent();
  }

  /** The lock of a cluster on this machine. */
  Path lock(String cluster) {
    return state().resolve("locks").resolve(URLEncoder.encode(cluster, StandardCharsets.UTF_8));
  }

  Path make(RunId run) {
    try {
      Files.createDirectories(root, PRIVATE);
      return Files.createDirectories(folder(run), PRIVATE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All runs, the newest first. */
  List<RunId> runs() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(root)) {
      return entries
          .map(path -> path.getFileName().toString())
          .filter(RunFolders::isRun)
          .map(RunId::new)
          .sorted(Comparator.reverseOrder())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isRun(String name) {
    return name.matches("[0-9]{8}-[0-9]{6}-[0-9a-z]{4}");
  }

  /** The run that the text names, or the newest one that has a journal. */
  Optional<RunId> find(Optional<String> text) {
    return text.<Optional<RunId>>map(
            name -> Optional.of(name).filter(RunFolders::isRun).map(RunId::new))
        .orElseGet(() -> runs().stream().filter(run -> Files.exists(journal(run))).findFirst());
  }
}
