package io.github.etcdrunbook.actions.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EtcdConfiguration;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.EtcdLayout.Profile;
import io.github.etcdrunbook.world.Owner;
import io.github.etcdrunbook.world.Sight;
import io.github.etcdrunbook.world.Space;
import io.github.etcdrunbook.world.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where a quota is written, and when it is not. */
class QuotaTest {
  private static final HostName CP1 = new HostName("cp1");
  private static final HostName CP2 = new HostName("cp2");
  private static final long GIB = 1L << 30;

  private static final String MANIFEST =
      """
      spec:
        containers:
        - command:
          - etcd
          - --name=cp1
          image: registry.k8s.io/etcd:3.5.16-0
          name: etcd
      """;

  private static Optional<String> written(String text, Profile profile) {
    EtcdConfiguration before = new EtcdConfiguration("/f", text, Owner.rootOnly(0600));
    return QuotaText.with(before, profile, 4 * GIB).map(EtcdConfiguration::text);
  }

  @Test
  void addsTheFlagBehindTheProgramAndNowhereElse() {
    assertEquals(
        Optional.of(
            MANIFEST.replace(
                "    - etcd\n", "    - etcd\n    - --quota-backend-bytes=4294967296\n")),
        written(MANIFEST, Profile.KUBEADM));
  }

  @Test
  void changesTheFlagThatIsThere() {
    String before = MANIFEST.replace("- --name=cp1", "- --quota-backend-bytes=2147483648");
    assertEquals(
        Optional.of(before.replace("2147483648", "4294967296")), written(before, Profile.KUBEADM));
  }

  @Test
  void findsNoPlaceInAManifestOfAnotherForm() {
    assertEquals(Optional.empty(), written("command: [sh, -c, etcd --name x]", Profile.KUBEADM));
  }

  @Test
  void setsTheVariableOfAnEnvironmentFile() {
    assertEquals(
        Optional.of("ETCD_NAME=cp1\nETCD_QUOTA_BACKEND_BYTES=4294967296\n"),
        written("ETCD_NAME=cp1", Profile.SYSTEMD));
    assertEquals(
        Optional.of("ETCD_QUOTA_BACKEND_BYTES=4294967296\nETCD_NAME=cp1\n"),
        written("ETCD_QUOTA_BACKEND_BYTES=\"1\"\nETCD_NAME=cp1\n", Profile.SYSTEMD));
  }

  private static EtcdLayout layout() {
    return new EtcdLayout(
        "cp1",
        new EtcdLayout.Directories(
            "/var/lib/etcd", Optional.empty(), Owner.rootOnly(0700), Owner.rootOnly(0700)),
        List.of("https://10.0.0.1:2380"),
        List.of("https://10.0.0.1:2379"),
        "https://127.0.0.1:2379",
        Optional.empty(),
        new EtcdLayout.Settings(Profile.KUBEADM, Optional.of("3.5.16"), 2 * GIB, true));
  }

  private static QuotaSite site(long size, long free, List<HostName> silent) {
    Space space = new Space(Value.drifting(size), Value.drifting(size));
    return new QuotaSite(
        CP1,
        Optional.of(
            new QuotaSite.Setup(
                layout(),
                Optional.of(new EtcdConfiguration("/f", MANIFEST, Owner.rootOnly(0600))),
                true,
                Value.drifting(free))),
        new Sight.Seen<>(space),
        List.of(CP1, CP2),
        silent);
  }

  private static Decision<EtcdQuota.Output> decide(long bytes, QuotaSite site) {
    return new EtcdQuota().decide(new EtcdQuota.Arguments(bytes, false, false), site);
  }

  private static void assertRefused(Decision<?> decision, String why) {
    Decision.Refused<?> refused = assertInstanceOf(Decision.Refused.class, decision);
    assertTrue(refused.why().contains(why), refused.why());
  }

  @Test
  void stopsChangesAndStartsTheMemberAndCanTakeItBack() {
    if (!(decide(4 * GIB, site(GIB, 40 * GIB, List.of()))
        instanceof Decision.Change<EtcdQuota.Output> change)) {
      throw new AssertionError("no change");
    }
    assertEquals(
        List.of(
            "LeaderAway", "Await", "Control", "Await", "Configure", "Control", "Await", "Await"),
        change.acts().stream().map(act -> act.effect().getClass().getSimpleName()).toList());
    Effect.Configure made = assertInstanceOf(Effect.Configure.class, change.acts().get(4).effect());
    assertEquals(4 * GIB, made.setup().orElseThrow().layout().settings().quotaBytes());
  }

  @Test
  void hasNothingToDoWhenItIsSo() {
    Decision.Satisfied<?> satisfied =
        assertInstanceOf(Decision.Satisfied.class, decide(2 * GIB, site(GIB, 40 * GIB, List.of())));
    assertTrue(satisfied.why().contains("kubeadm-config"), satisfied.why());
  }

  @Test
  void refusesWhatWouldNotHelpOrHurt() {
    assertRefused(decide(4 * GIB, site(GIB, 40 * GIB, List.of(CP2))), "does not answer");
    assertRefused(decide(16 * GIB, site(GIB, 40 * GIB, List.of())), "8 GiB is not recommended");
    assertRefused(decide(GIB, site(GIB, 40 * GIB, List.of())), "reached at once");
    assertRefused(decide(8 * GIB, site(GIB, 2 * GIB, List.of())), "the disk holds");
  }
}
