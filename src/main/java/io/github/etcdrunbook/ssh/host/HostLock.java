package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.LockOwner;
import io.github.etcdrunbook.world.LockPlace;
import io.github.etcdrunbook.world.LostSight;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Sight;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The lock on a host: a file with the owner's text in a folder of root's that survives a reboot.
 * Every call is harmless to repeat, and is repeated over a new connection.
 */
final class HostLock implements LockPlace {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final HostShell shell;

  HostLock(HostShell shell) {
    this.shell = shell;
  }

  @Override
  public String name() {
    return shell.name().text();
  }

  @Override
  public Taking take(LockOwner owner, Reentry reentry) {
    // Only a lock with these beginnings may be replaced; a run's id and a desk's hold no pattern.
    String same =
        reentry == Reentry.ANY_MACHINE
            ? "run=" + owner.run() + ","
            : "run=" + owner.run() + ",desk=" + owner.who().desk() + ",";
    try {
      Heard heard = hear("take", List.of(owner.text(), same, owner.token()));
      List<Section> said = Section.all(heard.out());
      if (heard.exit() != 0) {
        return new Taking.Failed(failure(heard));
      }
      Optional<LockOwner> before = Section.word(said, "before").flatMap(LockOwner::parse);
      if (Section.named(said, "taken").isPresent()) {
        return before.<Taking>map(Taking.Reentered::new).orElseGet(Taking.Taken::new);
      }
      return before.<Taking>map(Taking.Held::new).orElseGet(() -> new Taking.Failed(unreadable()));
    } catch (LostSight lost) {
      return new Taking.Failed(lost.failure());
    }
  }

  @Override
  public Sight<Optional<LockOwner>> look() {
    try {
      Heard heard = hear("look", List.of());
      if (heard.exit() != 0) {
        return new Sight.Unseen<>(failure(heard));
      }
      Optional<String> text = Section.word(Section.all(heard.out()), "before");
      Optional<LockOwner> owner = text.flatMap(LockOwner::parse);
      return text.isPresent() && owner.isEmpty()
          ? new Sight.Unseen<>(unreadable())
          : new Sight.Seen<>(owner);
    } catch (LostSight lost) {
      return new Sight.Unseen<>(lost.failure());
    }
  }

  @Override
  public Optional<Failure> giveBack(LockOwner owner) {
    String same =
        "run=" + owner.run() + ",desk=" + owner.who().desk() + ",token=" + owner.token() + ",";
    return remove(same, "").unseen();
  }

  @Override
  public Sight<Boolean> release(RunId run, String note) {
    return remove("run=" + run + ",", note);
  }

  private Sight<Boolean> remove(String same, String note) {
    try {
      Heard heard = hear("remove", List.of(same, note));
      return heard.exit() == 0
          ? new Sight.Seen<>(Section.named(Section.all(heard.out()), "removed").isPresent())
          : new Sight.Unseen<>(failure(heard));
    } catch (LostSight lost) {
      return new Sight.Unseen<>(lost.failure());
    }
  }

  private Heard hear(String verb, List<String> parameters) {
    List<String> all = Stream.concat(Stream.of(verb), parameters.stream()).toList();
    return shell.run(Script.changing("lock").with(all), LIMIT);
  }

  private static Failure failure(Heard heard) {
    if (heard.tail().contains("No space left on device")
        || heard.tail().contains("Disk quota exceeded")) {
      return new Failure.Unsuitable(
          "its lock cannot be written: " + heard.tail(),
          "make some room there first, a few kilobytes are enough: `df -h /var/lib` and"
              + " `du -xh /var/lib | sort -h | tail`");
    }
    return new Failure.Unsuitable(
        "its lock cannot be used: " + heard.tail(), "look at /var/lib/etcd-runbook there");
  }

  private static Failure unreadable() {
    return new Failure.Unsuitable(
        "/var/lib/etcd-runbook/lock does not say whose it is",
        "look at it there with `ls -l` and `cat`; remove it by hand");
  }
}
