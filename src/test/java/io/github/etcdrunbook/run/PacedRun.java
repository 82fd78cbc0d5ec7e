package io.github.etcdrunbook.run;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.EtcdWriter;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.HostWriter;
import io.github.etcdrunbook.world.Performed;
import io.github.etcdrunbook.world.Progress;
import io.github.etcdrunbook.world.Settled;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.Sight;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A run of two steps on one host whose effects take real time, for a process that gets signals. It
 * says on a stream what it records and what is broken off.
 */
public final class PacedRun {
  private static final HostName HOST = new HostName("cp1");

  private final Sandbox world = new Sandbox("cp1").with("/a", "/b");
  private final CountDownLatch brokenOff = new CountDownLatch(1);
  private final PrintStream out;
  private final Duration each;
  private final boolean deaf;

  /**
   * A run that tells what it does.
   *
   * @param each how long an effect takes
   * @param deaf whether the host does not answer when an effect is to be broken off
   */
  public PacedRun(PrintStream out, Duration each, boolean deaf) {
    this.out = out;
    this.each = each;
    this.deaf = deaf;
  }

  /** Runs; answers how it ended. */
  public RunEnd run(Brake brake) {
    Playbook playbook =
        Playbooks.of(Playbooks.rename("a", List.of(HOST)), Playbooks.rename("b", List.of(HOST)));
    Ledger ledger = new Ledger(this::append, RunState.initial(), Watcher.blind());
    Means means =
        new Means(
            world::at,
            new Writing(),
            ledger,
            new Trial.Answers(true, new Gatekeeper.Answer.Yes("ops")),
            world.timing(),
            Pauses.when(brake),
            observation -> Evidence.none());
    return new Runner(Playbooks.plan(playbook, world), playbook, Playbooks.scope(), means)
        .run(new Sha256("0".repeat(64)), "ops");
  }

  private Recorded append(RunEvent event) {
    String what =
        event instanceof RunEvent.OfStep ofStep
            ? " " + ofStep.at()
            : event instanceof RunEvent.OfEffect ofEffect ? " " + ofEffect.effect() : "";
    out.println(event.getClass().getSimpleName() + what);
    return new Recorded(1, Instant.EPOCH, event);
  }

  private final class Writing implements Writers {
    @Override
    public Sight<HostWriter> host(HostName host) {
      return switch (world.host(host)) {
        case Sight.Seen<HostWriter> seen -> new Sight.Seen<>(new Slowly(seen.value()));
        case Sight.Unseen<HostWriter> unseen -> unseen;
      };
    }

    @Override
    public EtcdWriter etcd() {
      return world.etcd();
    }
  }

  private final class Slowly implements HostWriter {
    private final HostWriter writer;

    Slowly(HostWriter writer) {
      this.writer = writer;
    }

    @Override
    public HostName name() {
      return writer.name();
    }

    @Override
    public Performed perform(
        Effect.OnHost effect, EffectKey key, Duration limit, Progress progress) {
      out.println("at work on " + key.effect());
      try {
        if (brokenOff.await(each.toMillis(), TimeUnit.MILLISECONDS)) {
          return new Performed.Unclear(new Failure.Unreachable("its end was not seen"));
        }
      } catch (InterruptedException interrupted) {
        return new Performed.Unclear(new Failure.Unreachable("interrupted"));
      }
      return writer.perform(effect, key, limit, progress);
    }

    @Override
    public void breakOff(EffectKey key) {
      out.println("broken off " + key.effect());
      try {
        new CountDownLatch(deaf ? 1 : 0).await();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      brokenOff.countDown();
    }

    @Override
    public Settled settle(Effect.OnHost effect, EffectKey key) {
      return writer.settle(effect, key);
    }
  }
}
