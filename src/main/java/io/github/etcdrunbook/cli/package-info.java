/**
 * The command line: picocli commands, exit codes and {@link io.github.etcdrunbook.cli.Main}, which
 * constructs everything. The only package that knows the process: its streams, arguments and exit.
 */
package io.github.etcdrunbook.cli;
