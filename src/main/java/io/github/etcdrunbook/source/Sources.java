package io.github.etcdrunbook.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files that were read, by path: where a renderer finds the excerpt of a range. Immutable. */
public record Sources(Map<String, SourceFile> files) {
  /** Copies the map. */
  public Sources {
    files = Map.copyOf(files);
  }

  /** No files: findings are printed without excerpts. */
  public static Sources none() {
    return new Sources(Map.of());
  }

  /** These files. */
  public static Sources of(List<SourceFile> files) {
    Map<String, SourceFile> byPath = new LinkedHashMap<>();
    files.forEach(file -> byPath.put(file.path(), file));
    return new Sources(byPath);
  }

  /** These files and one more. */
  public Sources with(SourceFile file) {
    List<SourceFile> more = new ArrayList<>(files.values());
    more.add(file);
    return of(more);
  }

  /** The excerpt of a range, when its file is known. */
  public Optional<Excerpt> excerpt(SourceRange range) {
    return Optional.ofNullable(files.get(range.file())).map(file -> Excerpt.of(file, range));
  }
}
