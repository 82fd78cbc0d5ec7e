package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.ssh.Answer;
import io.github.etcdrunbook.ssh.CommandResult;
import io.github.etcdrunbook.ssh.SshConnection;
import io.github.etcdrunbook.ssh.SshFailure;
import io.github.etcdrunbook.world.LostSight;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** The shell of a host reached by SSH. Safe for several threads. */
final class SshShell implements HostShell {
  private final HostName name;
  private final SshConnection connection;
  private final SshDoors doors;

  SshShell(HostName name, SshConnection connection, SshDoors doors) {
    this.name = name;
    this.connection = connection;
    this.doors = doors;
  }

  @Override
  public HostName name() {
    return name;
  }

  @Override
  public Heard run(List<String> command, Duration limit) {
    Answer<CommandResult> answer = connection.run(command, limit);
    if (answer instanceof Answer.Failed<CommandResult> failed
        && failed.failure() instanceof SshFailure.ConnectionLost) {
      // What only looks is safe to repeat over a new connection.
      answer = connection.run(command, limit);
    }
    return heard(value(answer));
  }

  @Override
  public InetSocketAddress door(String address, int port) {
    return value(doors.to(address, port));
  }

  private <T> T value(Answer<T> answer) {
    return switch (answer) {
      case Answer.Got<T> got -> got.value();
      case Answer.Failed<T> failed -> throw new LostSight(name, HostFailures.of(failed.failure()));
    };
  }

  static Heard heard(CommandResult result) {
    return new Heard(result.status(), result.stdout().text(), result.stderr().text());
  }
}
