/** Actions on snapshot files. */
package io.github.etcdrunbook.actions.snapshot;
