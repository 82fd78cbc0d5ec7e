/**
 * Control-plane hosts seen and changed through a shell: the facts of the world's host reader and
 * the effects of its host writer. Scripts are literal resources with positional parameters; what
 * they print is read by pure functions. The two profiles, kubeadm and systemd, differ here only.
 */
package io.github.etcdrunbook.ssh.host;
