package io.github.etcdrunbook.ssh.host;

import java.util.Objects;

/** What a script on a host came to: its exit status, standard output and standard error. */
record Heard(int exit, String out, String err) {
  /** Rejects null. */
  Heard {
    Objects.requireNonNull(out, "out");
    Objects.requireNonNull(err, "err");
  }

  /** The last lines of what it said, for a failure. */
  String tail() {
    String said = err.isBlank() ? out : err;
    String text = said.strip();
    return text.length() <= 2000 ? text : text.substring(text.length() - 2000);
  }
}
