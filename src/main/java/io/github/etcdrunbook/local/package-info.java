/**
 * Commands on the operator's own machine. The only importer of commons-exec. Expected troubles are
 * values; every command has a limit in time and its output one in size.
 */
package io.github.etcdrunbook.local;
