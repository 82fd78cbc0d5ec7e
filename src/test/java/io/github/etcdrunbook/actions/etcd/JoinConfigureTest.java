package io.github.etcdrunbook.actions.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EtcdConfiguration;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.MemberId;
import io.github.etcdrunbook.world.Owner;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JoinConfigureTest {
  private static final HostName CP3 = new HostName("cp3");

  private static Effect configured(Owner folder) {
    EtcdLayout layout = RestoreScene.layout("cp3", "10.0.0.3").owned(Optional.of(folder));
    JoinConfigure.Settings own =
        new JoinConfigure.Settings(
            CP3,
            new EtcdConfiguration("/m/etcd.yaml", "    - etcd\n", Owner.rootOnly(0600)),
            layout);
    Member other =
        new Member(new MemberId(1), "cp1", List.of("https://10.0.0.1:2380"), List.of(), false);
    Decision.Change<?> change =
        assertInstanceOf(
            Decision.Change.class,
            new JoinConfigure()
                .decide(
                    new JoinConfigure.Arguments("10.0.0.3"),
                    new JoinConfigure.Observation(
                        CP3,
                        Optional.of(
                            new Census.Roll(new HostName("cp1"), List.of(other), List.of())),
                        Optional.of(own),
                        Optional.empty())));
    return change.acts().stream().map(Act::effect).findFirst().orElseThrow();
  }

  /**
   * A kubelet that was about to start etcd makes the directory that the run has just put aside: the
   * plan was stale then, although both effects had the same words.
   */
  @Test
  void theSettingsDoNotDependOnTheDirectoryThatIsThere() {
    assertEquals(configured(Owner.rootOnly(0700)), configured(Owner.rootOnly(0755)));
    assertEquals(configured(Owner.rootOnly(0700)), configured(new Owner(999, 999, 0750)));
  }
}
