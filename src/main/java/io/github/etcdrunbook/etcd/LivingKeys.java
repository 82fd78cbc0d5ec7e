package io.github.etcdrunbook.etcd;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Sight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Reads living keys of a cluster. Steps: ask every host for its status; choose the voter with the
 * most advanced log, a follower before the leader; read from it alone, in pages at one revision. So
 * it needs no quorum and spares the leader.
 */
public final class LivingKeys {
  /** Entries that a follower may lag behind before the leader is read instead. */
  private static final long LAG_MAX = 100;

  /** Somebody only looks: a page is small, so that the member answers others between two. */
  private static final int BROWSED_PAGE_KEYS = 500;

  /**
   * Up to 3.5 a member walks over all keys that are left for every page, to count them: few pages
   * are read much faster. But it copies the values of a page even when only keys are wanted, so
   * that a page is no more than this of an average database.
   */
  private static final long PAGE_BYTES = 32 << 20;

  private static final int PAGE_KEYS_MAX = 10_000;

  private static final KeyRange EVERYTHING =
      new KeyRange(
          Bytes.of(new byte[] {0}),
          Optional.of(Bytes.of(new byte[] {0})),
          KeyRange.Consistency.SERIALIZABLE,
          KeyRange.Projection.KEYS,
          0,
          0);

  private final EtcdMembers members;

  LivingKeys(EtcdMembers members) {
    this.members = members;
  }

  /**
   * Which member was read, and at which revision.
   *
   * @param quorum whether that member had a leader; without one the cluster may have been further
   */
  public record Source(HostName host, long revision, boolean quorum) {
    /** Rejects null. */
    public Source {
      Objects.requireNonNull(host, "host");
    }
  }

  /** A member that can be read from. */
  private record Candidate(HostName host, EndpointStatus status) {
    /** Most advanced first; of equals a follower; of those the first by name. */
    static final Comparator<Candidate> BEST_FIRST =
        Comparator.comparingLong((Candidate one) -> one.status().raft().applied())
            .reversed()
            .thenComparing(one -> one.status().leads())
            .thenComparing(Candidate::host);

    /** A little behind is as good as level: a follower is always a moment late. */
    boolean levelWith(Candidate best) {
      return best.status().raft().applied() - status().raft().applied() <= LAG_MAX;
    }
  }

  /** Gives every living key to the consumer, without its value. */
  public Sight<Source> read(List<HostName> hosts, Consumer<StoredKey> consumer) {
    return read(hosts, EVERYTHING, consumer);
  }

  /** How many keys a page has, given the size of the database and how many keys are alive in it. */
  static int pageKeys(long usedBytes, long keys) {
    long average = Math.max(1, usedBytes / Math.max(1, keys));
    return Math.clamp(PAGE_BYTES / average, BROWSED_PAGE_KEYS, PAGE_KEYS_MAX);
  }

  private static Answer<Long> readAll(
      EtcdConnection member, EndpointStatus status, KeyRange range, Consumer<KeyPage> consumer) {
    if (range.limit() > 0) {
      return member.keys().readAll(range, consumer);
    }
    return switch (member.keys().read(range.countOnly())) {
      case Answer.Failed<KeyPage>(EtcdFailure why) -> new Answer.Failed<>(why);
      case Answer.Ok<KeyPage>(KeyPage page) ->
          member
              .keys()
              .readAll(
                  range.limitedTo(pageKeys(status.space().usedBytes(), page.count())), consumer);
    };
  }

  /** Gives every living key that starts with a prefix to the consumer, without its value. */
  public Sight<Source> read(List<HostName> hosts, String prefix, Consumer<StoredKey> consumer) {
    KeyRange range =
        prefix.isEmpty()
            ? EVERYTHING
            : KeyRange.prefix(Bytes.utf8(prefix)).keysOnly().serializable();
    return read(hosts, range.limitedTo(BROWSED_PAGE_KEYS), consumer);
  }

  /** Gives one key with its value to the consumer, if it is alive. */
  public Sight<Source> get(List<HostName> hosts, String key, Consumer<StoredKey> consumer) {
    return read(hosts, KeyRange.key(Bytes.utf8(key)).serializable(), consumer);
  }

  private Sight<Source> read(List<HostName> hosts, KeyRange range, Consumer<StoredKey> consumer) {
    List<Asked> asked = ask(hosts);
    List<Candidate> candidates =
        asked.stream()
            .flatMap(one -> candidate(one).stream())
            .sorted(Candidate.BEST_FIRST)
            .toList();
    if (candidates.isEmpty()) {
      return asked.stream()
          .flatMap(one -> one.status().unseen().map(why -> of(one.host(), why)).stream())
          .findFirst()
          .<Sight<Source>>map(Sight.Unseen::new)
          .orElseGet(() -> new Sight.Unseen<>(nobody()));
    }
    Candidate best = candidates.getFirst();
    Candidate chosen =
        candidates.stream()
            .filter(one -> one.levelWith(best) && !one.status().leads())
            .findFirst()
            .orElse(best);
    Sight<Long> revision =
        members.ask(
            chosen.host(),
            member ->
                readAll(member, chosen.status(), range, page -> page.keys().forEach(consumer)));
    return switch (revision) {
      case Sight.Unseen<Long> unseen -> new Sight.Unseen<>(unseen.failure());
      case Sight.Seen<Long> seen ->
          new Sight.Seen<>(
              new Source(chosen.host(), seen.value(), chosen.status().raft().leader().isPresent()));
    };
  }

  /** What a host said. */
  private record Asked(HostName host, Sight<EndpointStatus> status) {}

  /** Asks all hosts at once: a silent one costs its deadline once, not one after the other. */
  private List<Asked> ask(List<HostName> hosts) {
    List<Future<Asked>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      hosts.forEach(host -> answers.add(threads.submit(() -> new Asked(host, status(host)))));
    }
    return answers.stream().map(Future::resultNow).toList();
  }

  private static Optional<Candidate> candidate(Asked asked) {
    return asked
        .status()
        .seen()
        .filter(status -> !status.learner())
        .map(status -> new Candidate(asked.host(), status));
  }

  private Sight<EndpointStatus> status(HostName host) {
    return members.ask(host, member -> member.maintenance().status());
  }

  /** None of the hosts was named by the caller, so that the failure has to tell which it is. */
  private static Failure of(HostName host, Failure why) {
    String what = "no etcd can be read; " + host + ": " + why.what();
    return switch (why) {
      case Failure.Unreachable unreachable -> new Failure.Unreachable(what);
      case Failure.Unsuitable unsuitable -> new Failure.Unsuitable(what, why.hint());
      default -> why;
    };
  }

  private static Failure nobody() {
    return new Failure.Unreachable("no host of the cluster has an etcd that can be read");
  }
}
