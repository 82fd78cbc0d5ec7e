package io.github.etcdrunbook.run;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.plan.Plan;
import io.github.etcdrunbook.plan.StepAt;
import io.github.etcdrunbook.playbook.Check;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.Scope;
import io.github.etcdrunbook.source.SourceRange;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.StepId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;

/** A world of three hosts and a run over it, for tests. */
final class Trial {
  private static final Sha256 FINGERPRINT = new Sha256("0".repeat(64));

  final Sandbox world = new Sandbox("cp1", "cp2", "cp3").with("/a", "/b");
  final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
  final AtomicBoolean stop = new AtomicBoolean();
  Function<Ledger, Pauses> pauses = ledger -> Pauses.when(stop::get);
  Journal journal =
      event -> {
        events.add(event);
        return new Recorded(events.size(), Instant.EPOCH, event);
      };
  Gatekeeper gatekeeper = new Answers(true, new Gatekeeper.Answer.Yes("ops"));

  record Answers(boolean there, Answer answer) implements Gatekeeper {
    @Override
    public boolean reaches(StepId step) {
      return there;
    }

    @Override
    public Answer ask(Question question) {
      return answer;
    }
  }

  RunEnd run(Playbook playbook) {
    return run(playbook, Playbooks.plan(playbook, world));
  }

  RunEnd run(Playbook playbook, Plan plan) {
    Ledger ledger = new Ledger(journal, RunState.fold(List.copyOf(events)), Watcher.blind());
    Means means =
        new Means(
            world::at,
            world,
            ledger,
            gatekeeper,
            world.timing(),
            pauses.apply(ledger),
            observation -> Evidence.none());
    return new Runner(plan, playbook, Playbooks.scope(), means).run(FINGERPRINT, "ops");
  }

  <E extends RunEvent> Stream<E> all(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast);
  }

  static EffectRef effect(String step, String host, int index) {
    return at(step, host).effect(index);
  }

  static StepAt at(String step, String host) {
    return new StepAt(new StepId(step), Optional.of(new HostName(host)));
  }

  static Check check(boolean holds) {
    return new Check() {
      @Override
      public Verdict evaluate(Scope scope) {
        return new Verdict.Known(holds, false);
      }

      @Override
      public String text() {
        return "it holds";
      }

      @Override
      public SourceRange range() {
        return Playbooks.RANGE;
      }
    };
  }
}
