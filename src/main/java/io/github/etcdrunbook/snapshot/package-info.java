/**
 * Reads an etcd snapshot, or a copy of a member's database, without etcd: verifies, inspects and
 * compares. Any file may be given: what is wrong with it is found and located, never trusted.
 */
package io.github.etcdrunbook.snapshot;
