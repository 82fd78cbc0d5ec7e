package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.yaml.Node;
import io.github.etcdrunbook.yaml.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of one playbook: each is loaded and parsed once, however often it is included. */
final class FileSet {
  private static final int EXPRESSIONS_MAX = 1000;

  private final SourceLoader loader;
  private final Map<String, SourceFile> files = new LinkedHashMap<>();
  private final Map<String, Node> roots = new LinkedHashMap<>();

  FileSet(SourceLoader loader) {
    this.loader = loader;
  }

  /** The tree of a file; findings about the file itself are added once. */
  Optional<Node> open(String path, List<Diagnostic> findings) {
    if (files.containsKey(path)) {
      return root(path);
    }
    Optional<SourceFile> file = loader.load(path).drainTo(findings);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    files.put(path, file.get());
    if (hasTooManyExpressions(file.get(), findings)) {
      return Optional.empty();
    }
    Optional<Node> root = YamlReader.read(file.get()).drainTo(findings);
    root.ifPresent(node -> roots.put(path, node));
    return root;
  }

  /** Each expression is checked by itself: a file of nothing else would take minutes. */
  private static boolean hasTooManyExpressions(SourceFile file, List<Diagnostic> findings) {
    int count = 0;
    int at = file.text().indexOf("${");
    while (at >= 0 && count <= EXPRESSIONS_MAX) {
      count++;
      at = file.text().indexOf("${", at + 2);
    }
    if (count > EXPRESSIONS_MAX) {
      findings.add(
          Diagnostic.error(
              "playbook.too-many-expressions",
              file.range(0, 0),
              "this file has more than " + EXPRESSIONS_MAX + " `${...}`, the most that is read"));
    }
    return count > EXPRESSIONS_MAX;
  }

  Optional<Node> root(String path) {
    return Optional.ofNullable(roots.get(path));
  }

  List<SourceFile> files() {
    return new ArrayList<>(files.values());
  }
}
