/**
 * Hosts for rehearsal on one Linux machine: network namespaces, overlays of the machine's own root
 * file system, real sshd and real etcd under stand-ins for the kubelet, systemd and the control
 * plane. {@link io.github.etcdrunbook.lab.Lab} is the way in; what runs inside a host is package
 * {@code lab.node} and the shell scripts among the resources.
 */
package io.github.etcdrunbook.lab;
