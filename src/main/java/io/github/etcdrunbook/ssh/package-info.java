/**
 * Hosts over SSH: connections, commands, the wrapper that starts a command at most once, file
 * transfer and port forwards. The only importer of JSch, whose types never leave it. Expected
 * troubles are values ({@link io.github.etcdrunbook.ssh.SshFailure}), every call has a limit in
 * time, and nothing here is retried that might have changed a host.
 */
package io.github.etcdrunbook.ssh;
