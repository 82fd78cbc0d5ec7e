/**
 * The adapter to etcd: one endpoint at a time, a deadline on every call, an answer instead of an
 * exception. Only importer of jetcd and gRPC; their types do not leave the package.
 */
package io.github.etcdrunbook.etcd;
