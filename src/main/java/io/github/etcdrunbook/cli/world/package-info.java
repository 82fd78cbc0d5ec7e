/**
 * The real world behind the readers and writers: hosts over SSH, etcd through them, the operator's
 * machine. Here the adapters meet, which know nothing of each other.
 */
package io.github.etcdrunbook.cli.world;
