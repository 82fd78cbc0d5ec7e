package io.github.etcdrunbook.actions.etcd;

import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.RunId;

/**
 * Where a run stages a restored data directory and where it keeps the old one or a copy of it:
 * beside the live one, so that both steps of the swap are renames within one file system. Pure.
 */
final class RestorePaths {
  private RestorePaths() {}

  static String staged(EtcdLayout layout, RunId run) {
    return layout.directories().data() + ".restore-" + run;
  }

  static String copied(EtcdLayout layout, RunId run) {
    return layout.directories().data() + ".copy-" + run;
  }

  static String kept(EtcdLayout layout, RunId run) {
    return layout.directories().data() + ".before-" + run;
  }
}
