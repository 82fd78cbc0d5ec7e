package io.github.etcdrunbook.cli;

/** The form of a command's result. */
enum OutputForm {
  TEXT,
  JSON
}
