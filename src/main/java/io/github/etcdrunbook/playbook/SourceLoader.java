package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.SourceFile;

/** Gives the text of a playbook file and of those that it includes. The only way to files here. */
@FunctionalInterface
public interface SourceLoader {
  /** The file of a path, as it was written; a file that cannot be read is a finding. */
  Checked<SourceFile> load(String path);
}
