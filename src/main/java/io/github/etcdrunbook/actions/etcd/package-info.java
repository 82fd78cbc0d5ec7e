/** Actions on etcd: its members, data and alarms. */
package io.github.etcdrunbook.actions.etcd;
