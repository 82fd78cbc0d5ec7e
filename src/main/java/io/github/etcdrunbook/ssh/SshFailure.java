package io.github.etcdrunbook.ssh;

import java.time.Duration;

/**
 * Why a call to a host failed. A closed set of values: each says on which host, what happened in
 * one sentence, and what to do about it. Immutable.
 */
public sealed interface SshFailure {
  /** The host's name as the inventory has it. */
  String host();

  /** What happened, in one sentence without the host's name. */
  String message();

  /** What the operator can do about it. */
  String hint();

  /** No connection: no route, refused, no such name, or no answer in time. Nothing was sent. */
  record Unreachable(String host, String address, String detail) implements SshFailure {
    @Override
    public String message() {
      return "cannot connect to " + address + ": " + detail;
    }

    @Override
    public String hint() {
      return "check that the host is up, that sshd runs and that the address is right";
    }
  }

  /** Nobody has vouched for this host's key yet. */
  record HostKeyUnknown(String host, String keyName, String fingerprint, String accept)
      implements SshFailure {
    @Override
    public String message() {
      return "the host key of " + keyName + " is unknown; it is " + fingerprint;
    }

    @Override
    public String hint() {
      return "compare it with `ssh-keygen -lf` of the key on the host's console; to accept exactly"
          + " this key: "
          + accept;
    }
  }

  /** The host shows another key than the one on file: another machine, or an attacker. */
  record HostKeyChanged(String host, String keyName, String fingerprint, String files)
      implements SshFailure {
    @Override
    public String message() {
      return "the host key of " + keyName + " has changed; it now is " + fingerprint;
    }

    @Override
    public String hint() {
      return "if the host was reinstalled, remove its old key with `ssh-keygen -R "
          + ShellQuoting.quote(keyName)
          + "` and accept the new one; if not, someone may be in between (known hosts: "
          + files
          + ")";
    }
  }

  /** The host's key is marked as revoked. */
  record HostKeyRevoked(String host, String keyName, String fingerprint) implements SshFailure {
    @Override
    public String message() {
      return "the host key of " + keyName + " is revoked: " + fingerprint;
    }

    @Override
    public String hint() {
      return "do not connect; ask whoever revoked the key";
    }
  }

  /** The host let none of our keys in. */
  record AuthRejected(String host, String user, String tried) implements SshFailure {
    @Override
    public String message() {
      return "user `" + user + "` is not let in; tried: " + tried;
    }

    @Override
    public String hint() {
      return "check user and key (`ssh-add -l` lists what the agent holds)";
    }
  }

  /** The host's sshd forbids port forwards. */
  record ForwardingRefused(String host, String target) implements SshFailure {
    @Override
    public String message() {
      return "sshd refuses to forward a connection to " + target;
    }

    @Override
    public String hint() {
      return "allow it with `AllowTcpForwarding local` and `PermitOpen " + target + "` in sshd";
    }
  }

  /** No answer within the limit. What was asked may still happen on the host. */
  record TimedOut(String host, String what, Duration limit) implements SshFailure {
    @Override
    public String message() {
      return what + " did not end within " + limit.toMillis() + " ms";
    }

    @Override
    public String hint() {
      return "look at the host's load and disk, or give it more time";
    }
  }

  /** The connection broke before the answer. What was asked may have happened. */
  record ConnectionLost(String host, String what) implements SshFailure {
    @Override
    public String message() {
      return "the connection broke during " + what;
    }

    @Override
    public String hint() {
      return "check the network and the host";
    }
  }

  /** Sudo is missing, or wants a password or a terminal. */
  record SudoRefused(String host, String detail) implements SshFailure {
    @Override
    public String message() {
      return "sudo without a password does not work: " + detail;
    }

    @Override
    public String hint() {
      return "install sudo and allow the user NOPASSWD without requiretty; `sudo -n true` tries it";
    }
  }

  /** The host gives no POSIX shell to this user. */
  record ShellRefused(String host, String detail) implements SshFailure {
    @Override
    public String message() {
      return "the host gives no shell: " + detail;
    }

    @Override
    public String hint() {
      return "check the user's login shell, sshd's ForceCommand and MaxSessions";
    }
  }

  /** A command of the tool's own ended with an unexpected status. */
  record CommandFailed(String host, String command, int status, String lastLines)
      implements SshFailure {
    @Override
    public String message() {
      return "`" + command + "` ended with status " + status + ": " + lastLines;
    }

    @Override
    public String hint() {
      return "run the command on the host to see why";
    }
  }

  /** No space is left where a file was to be written; what was written of it is removed. */
  record DiskFull(String host, String path) implements SshFailure {
    @Override
    public String message() {
      return "no space is left to write " + path;
    }

    @Override
    public String hint() {
      return "free some space on that file system";
    }
  }

  /** A file did not arrive as it was sent, or could not be read or written. */
  record TransferFailed(String host, String path, String detail) implements SshFailure {
    @Override
    public String message() {
      return "the transfer of " + path + " failed: " + detail;
    }

    @Override
    public String hint() {
      return "check the path, its permissions and the disk";
    }
  }

  /** This program stopped waiting, since it was told to stop. */
  record Cancelled(String host, String what) implements SshFailure {
    @Override
    public String message() {
      return what + " was given up because the program is stopping";
    }

    @Override
    public String hint() {
      return "look at the record of the run before repeating it";
    }
  }
}
