package io.github.etcdrunbook.actions.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.SlowWorldBuilder;
import io.github.etcdrunbook.world.Standpoint;
import io.github.etcdrunbook.world.StepId;
import io.github.etcdrunbook.world.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of the keys, and that it never stands in the way. */
class EtcdKeysTest {
  private static final EtcdKeys ACTION = new EtcdKeys();

  private static EtcdKeys.TypeKeys of(String type, long keys) {
    return new EtcdKeys.TypeKeys(type, Value.drifting(keys));
  }

  private static Decision.Satisfied<?> decide(
      Value<Long> keys, long registry, EtcdKeys.TypeKeys... types) {
    return assertInstanceOf(
        Decision.Satisfied.class,
        ACTION.decide(
            new EtcdKeys.Arguments(),
            new EtcdKeys.Observation(
                Optional.of(
                    new EtcdKeys.Counted(
                        new HostName("cp1"), keys, Value.drifting(registry), List.of(types))))));
  }

  @Test
  void namesTheTypesWithTheMostKeysFirst() {
    assertEquals(
        "60,000 keys: 54,000 events, 3,000 pods, 400 leases, 300 jobs, 200 secrets,"
            + " 2,000 of other types, 100 not of Kubernetes",
        decide(
                Value.drifting(60_000L),
                59_900,
                of("configmaps", 100),
                of("events", 54_000),
                of("jobs", 300),
                of("leases", 400),
                of("pods", 3_000),
                of("secrets", 200),
                of("services", 0))
            .why());
    assertEquals("7 keys: 7 pods", decide(Value.drifting(7L), 7, of("pods", 7)).why());
    assertEquals("7 keys: 7 not of Kubernetes", decide(Value.drifting(7L), 0).why());
  }

  @Test
  void saysSoWhenItIsNotKnown() {
    EffectRef after = new EffectRef(new StepId("before"), Optional.empty(), 0);
    assertEquals("keys known later", decide(new Value.Pending<>(after, "keys"), 7).why());
    SlowWorldBuilder off = SlowWorld.builder().off("cp1").off("cp2").off("cp3");
    Reader reader =
        off.build()
            .reader(
                new Standpoint(
                    new RunId("20260301-030000-abcd"), "prod", new StepId("x"), Optional.empty()));
    EtcdKeys.Observation seen = ACTION.probe(new EtcdKeys.Arguments(), reader);
    assertEquals(
        "no member tells its keys",
        assertInstanceOf(Decision.Satisfied.class, ACTION.decide(new EtcdKeys.Arguments(), seen))
            .why());
  }
}
