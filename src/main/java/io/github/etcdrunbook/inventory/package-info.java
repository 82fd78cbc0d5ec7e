/** Hosts, groups and how etcd runs on them; reads our YAML and Ansible inventories. */
package io.github.etcdrunbook.inventory;
