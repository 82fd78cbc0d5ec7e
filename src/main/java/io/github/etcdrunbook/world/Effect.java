package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One primitive change of the world as data; the set is closed. Each primitive is atomic: what
 * writes a path publishes it by a rename from a {@code .part-<run>} name beside it. Immutable.
 *
 * <p>A new primitive makes the compiler point at performer, forecast, slow world, settling,
 * renderer and interlock: all switch over this type without a default.
 */
public sealed interface Effect {
  /** How a repeated or doubtful effect can be told from one that never happened. */
  enum Proof {
    /** The state of the world tells whether it happened. */
    EVIDENT,
    /** It is harmless to repeat. */
    REPEATABLE,
    /** The wrapper's record on the host tells. */
    KEYED
  }

  /** The proof of this primitive. */
  Proof proof();

  /** An effect that happens on one host. */
  sealed interface OnHost extends Effect {
    /** The host. */
    HostName host();
  }

  /**
   * Puts a file of the operator's machine on the host. Parent directories are made, readable by
   * root alone. Refuses an existing target with another digest.
   */
  record PutFile(HostName host, String path, String source, Sha256 sha256, Owner owner)
      implements OnHost {
    @Override
    public Proof proof() {
      return Proof.EVIDENT;
    }
  }

  /** Renames within one file system; refuses an existing target. Parent of the target is made. */
  record Move(HostName host, String from, String to) implements OnHost {
    @Override
    public Proof proof() {
      return Proof.EVIDENT;
    }
  }

  /** Copies a file or a tree with owner and mode; refuses an existing target. */
  record Copy(HostName host, String from, String to) implements OnHost {
    @Override
    public Proof proof() {
      return Proof.EVIDENT;
    }
  }

  /** Removes a file or tree that this run made: the path must contain the run's id. */
  record Remove(HostName host, String path) implements OnHost {
    @Override
    public Proof proof() {
      return Proof.EVIDENT;
    }
  }

  /** Stops, starts or restarts a unit. Does not wait: an {@link Await} follows. */
  record Control(HostName host, Unit unit, Verb verb) implements OnHost {
    /** What is done to the unit. */
    public enum Verb {
      /** Parks the manifest, or fences and stops the systemd unit: it stays down over a reboot. */
      STOP,
      /** Puts the manifest back as it was, or lifts the fence and starts without blocking. */
      START,
      /** Stops and starts again as it is; for the kubelet. */
      RESTART
    }

    @Override
    public Proof proof() {
      return verb == Verb.RESTART ? Proof.REPEATABLE : Proof.EVIDENT;
    }
  }

  /**
   * Restores a snapshot file that lies on the host into a new directory, with ownership set and the
   * restored database checked; the directory appears by rename when all is complete.
   */
  record RestoreSnapshot(HostName host, RestoreTool tool, Source source, Target target)
      implements OnHost {
    /**
     * What is restored.
     *
     * @param path the snapshot file on the host
     * @param facts what it holds; the forecast needs revision, keys and inherited alarms
     */
    public record Source(String path, SnapshotFacts facts) {}

    /**
     * What it becomes.
     *
     * @param directory the new data directory
     * @param owner owner and mode of it and, as to the owner, of all below
     * @param member name of the member
     * @param cluster the cluster it belongs to
     * @param defragment whether the restored database is defragmented offline
     */
    public record Target(
        String directory, Owner owner, String member, NewCluster cluster, boolean defragment) {}

    @Override
    public Proof proof() {
      return Proof.KEYED;
    }
  }

  /** Saves a snapshot of the member on the host to the operator's machine, verified, mode 0600. */
  record SaveSnapshot(HostName host, String path) implements OnHost {
    @Override
    public Proof proof() {
      return Proof.EVIDENT;
    }
  }

  /**
   * Reads files of the host as root and writes them to the operator's machine, encrypted, mode
   * 0600; in clear they are on no disk. Refuses an existing file.
   *
   * @param files files and folders of the host
   * @param path the file on the operator's machine
   */
  record SealFiles(HostName host, List<String> files, String path, Recipient recipient)
      implements OnHost {
    /** Copies the list. */
    public SealFiles {
      files = List.copyOf(files);
    }

    @Override
    public Proof proof() {
      return Proof.EVIDENT;
    }
  }

  /**
   * Deletes a snapshot of the operator's machine with its description and the encrypted files that
   * belong to it; refuses any other file, and a newer one that is not there and verified. One that
   * is gone is done.
   */
  record RemoveSnapshot(String path, Sha256 sha256, String newer) implements Effect {
    @Override
    public Proof proof() {
      return Proof.EVIDENT;
    }
  }

  /** Disarms one alarm of one member, asked of the member on the host. */
  record DisarmAlarm(HostName host, Alarm alarm) implements OnHost {
    @Override
    public Proof proof() {
      return Proof.REPEATABLE;
    }
  }

  /** Writes, reads and deletes a probe key below {@code etcd-runbook/}; leaves nothing behind. */
  record WriteProbe(HostName host, String key) implements OnHost {
    @Override
    public Proof proof() {
      return Proof.REPEATABLE;
    }
  }

  /**
   * Compacts the history below the revision, asked of the member on the host, and waits until the
   * old data is gone there. "Has been compacted" is done.
   */
  record Compact(HostName host, Value<Long> revision) implements OnHost {
    @Override
    public Proof proof() {
      return Proof.REPEATABLE;
    }
  }

  /**
   * Rewrites the database of the member on the host without its free pages. The member answers
   * nobody meanwhile, and goes on when nobody waits for it: a running one is waited for first.
   */
  record Defragment(HostName host) implements OnHost {
    @Override
    public Proof proof() {
      return Proof.REPEATABLE;
    }
  }

  /** Hands leadership to another voter, if the member on the host leads. */
  record LeaderAway(HostName host) implements OnHost {
    @Override
    public Proof proof() {
      return Proof.REPEATABLE;
    }
  }

  /** Makes an empty directory; refuses an existing target. Parents are made, for root alone. */
  record MakeFolder(HostName host, String path, Owner owner) implements OnHost {
    @Override
    public Proof proof() {
      return Proof.EVIDENT;
    }
  }

  /**
   * Gives etcd of the host other settings, wherever its file lies; where it has none, a manifest is
   * laid parked. Starts nothing, and refuses to change the manifest of a pod that may start.
   *
   * @param file where the file belongs
   * @param setup what it is to be; empty takes a file away that this run laid where none was
   */
  record Configure(HostName host, String file, Optional<Setup> setup) implements OnHost {
    /**
     * Settings of etcd.
     *
     * @param configuration the file
     * @param layout what the file makes of etcd
     */
    public record Setup(EtcdConfiguration configuration, EtcdLayout layout) {}

    @Override
    public Proof proof() {
      return Proof.EVIDENT;
    }
  }

  /**
   * Adds a member that has no vote yet, asked of the member on the host. A peer URL occurs once in
   * a cluster, so the URLs tell it from all others.
   *
   * @param name the name that it gives itself when it starts
   */
  record MemberAdd(HostName host, String name, List<String> peerUrls) implements OnHost {
    /** Copies the URLs. */
    public MemberAdd {
      peerUrls = List.copyOf(peerUrls);
    }

    @Override
    public Proof proof() {
      return Proof.EVIDENT;
    }
  }

  /** Gives a member that is in sync its vote, asked of the member on the host. */
  record MemberPromote(HostName host, Value<MemberId> member, List<String> peerUrls)
      implements OnHost {
    /** Copies the URLs. */
    public MemberPromote {
      peerUrls = List.copyOf(peerUrls);
    }

    @Override
    public Proof proof() {
      return Proof.EVIDENT;
    }
  }

  /** Removes a member for good, asked of the member on the host; one that is gone is done. */
  record MemberRemove(HostName host, Value<MemberId> member, List<String> peerUrls)
      implements OnHost {
    /** Copies the URLs. */
    public MemberRemove {
      peerUrls = List.copyOf(peerUrls);
    }

    @Override
    public Proof proof() {
      return Proof.EVIDENT;
    }
  }

  /** Gives a voter other peer URLs, asked of the member on the host. */
  record MemberUpdate(HostName host, MemberId member, List<String> peerUrls) implements OnHost {
    /** Copies the URLs. */
    public MemberUpdate {
      peerUrls = List.copyOf(peerUrls);
    }

    @Override
    public Proof proof() {
      return Proof.EVIDENT;
    }
  }

  /** Waits until the condition holds. Never compared between plan and run. */
  record Await(Condition condition, Duration limit) implements Effect {
    @Override
    public Proof proof() {
      return Proof.REPEATABLE;
    }
  }

  /**
   * Runs a command of the playbook's own.
   *
   * @param host where; with become it runs as root
   * @param command the argument list; words that are computed from drifting values drift
   * @param declared what the playbook says of it, since nobody can look into it
   */
  record Exec(HostName host, List<Value<String>> command, Declared declared) implements OnHost {
    /** What a command does. */
    public enum Kind {
      /** It looks, and changes nothing. */
      READ("read"),
      /** It changes what it touches. */
      CHANGE("change"),
      /** It destroys what it touches. */
      DESTRUCTIVE("destructive");

      private final String text;

      Kind(String text) {
        this.text = text;
      }

      @Override
      public String toString() {
        return text;
      }
    }

    /**
     * What the playbook says of a command.
     *
     * @param touches paths, units, {@code etcd}
     * @param exits the statuses that mean that it went well
     */
    public record Declared(Kind kind, List<String> touches, List<Integer> exits) {
      /** Copies the lists. */
      public Declared {
        Objects.requireNonNull(kind, "kind");
        touches = List.copyOf(touches);
        exits = List.copyOf(exits);
      }
    }

    /** Copies the command. */
    public Exec {
      Objects.requireNonNull(host, "host");
      command = List.copyOf(command);
      Objects.requireNonNull(declared, "declared");
    }

    /** A command of fixed words that changes what it touches and ends with status 0. */
    public static Exec of(HostName host, List<String> command, List<String> touches) {
      List<Value<String>> words = command.stream().map(Value::fixed).toList();
      return new Exec(host, words, new Declared(Kind.CHANGE, touches, List.of(0)));
    }

    /** The argument list as it is now. */
    public List<String> words() {
      return command.stream().map(word -> word.known().orElseThrow()).toList();
    }

    /** What it changes by its own word. */
    public List<String> touches() {
      return declared.touches();
    }

    /** Whether a status means that it went well. */
    public boolean accepts(int status) {
      return declared.exits().contains(status);
    }

    @Override
    public Proof proof() {
      return declared.kind() == Kind.READ ? Proof.REPEATABLE : Proof.KEYED;
    }
  }
}
