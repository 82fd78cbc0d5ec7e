package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.playbook.Playbook.SourceText;
import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.source.Sources;
import io.github.etcdrunbook.yaml.NodePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a playbook with all files that it includes, and checks everything that can be checked
 * without a cluster: keys, types, names, arguments, every expression. Nothing is looked at but the
 * files that the loader gives, and every problem of every file is reported at once.
 */
public final class PlaybookReader {
  private static final Pattern MARK = Pattern.compile("(?m)^(kind:\\s*Playbook|steps:)");

  /** Findings that are told with the path of keys around them: nobody reads further. */
  private static final int PATHS_MAX = 200;

  private final Map<String, Action<?, ?, ?>> actions = new LinkedHashMap<>();
  private final SourceLoader loader;

  /** A reader that knows these actions. */
  public PlaybookReader(List<Action<?, ?, ?>> catalog, SourceLoader loader) {
    catalog.forEach(action -> actions.put(action.manual().name(), action));
    this.loader = Objects.requireNonNull(loader, "loader");
  }

  /** Whether a file is meant to be a playbook: it says so, or it has steps. */
  public static boolean isPlaybook(SourceFile file) {
    return MARK.matcher(file.text()).find();
  }

  /** Reads the playbook of a path. */
  public Reading read(String path) {
    FileSet files = new FileSet(loader);
    List<Diagnostic> findings = new ArrayList<>();
    Optional<PlaybookFile> file =
        PlaybookFile.open(path, files, actions, findings, Optional.empty());
    Optional<Playbook> playbook = file.flatMap(opened -> playbook(opened, files));
    List<Diagnostic> placed = new ArrayList<>();
    for (Diagnostic finding : findings.stream().distinct().sorted().toList()) {
      placed.add(placed.size() < PATHS_MAX ? within(finding, files) : finding);
    }
    boolean sound = placed.stream().noneMatch(Diagnostic::isError);
    return new Reading(
        sound && playbook.isPresent() ? Checked.of(playbook.get(), placed) : Checked.failed(placed),
        Sources.of(files.files()));
  }

  private static Optional<Playbook> playbook(PlaybookFile file, FileSet files) {
    FileFrame frame = FileFrame.ofPlaybook();
    PlaybookFile.Body body = file.body(frame);
    List<SourceText> texts =
        files.files().stream().map(text -> new SourceText(text.path(), text.text())).toList();
    return file.heading()
        .map(
            heading ->
                new Playbook(
                    heading,
                    file.inputs(),
                    body.variables(),
                    body.entries(),
                    body.onFailure(),
                    texts,
                    file.range()));
  }

  private static Diagnostic within(Diagnostic finding, FileSet files) {
    return files
        .root(finding.range().file())
        .flatMap(root -> NodePath.of(root, finding.range()))
        .map(finding::within)
        .orElse(finding);
  }
}
