package io.github.etcdrunbook.cli;

/** How a command prints its results: for a person, as one JSON value, or as one value a line. */
enum OutputFormat {
  TEXT,
  JSON,
  JSONL
}
