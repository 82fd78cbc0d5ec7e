package io.github.etcdrunbook.ssh.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.world.Incarnation;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.UnitState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UnitSightTest {
  private static final String ID = "ab".repeat(32);
  private static final StaticPod ETCD = new StaticPod("kube-system", "etcd", List.of());
  private static final StaticPod API_SERVER =
      new StaticPod("kube-system", "kube-apiserver", List.of("etcd"));

  private static List<SocketEnd.Door> doors(Integer... ports) {
    return Stream.of(ports).map(SocketEnd.Door::anywhere).toList();
  }

  private static String process(int pid, String state, String... words) {
    String zeros = "1 ".repeat(18);
    return Samples.section("stat " + pid, state + " " + zeros + "4200 9 9")
        + Samples.section("words " + pid, String.join("\n", words))
        + Samples.section("environment " + pid, "")
        + Samples.section(
            "groups " + pid,
            "0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-" + ID + ".scope");
  }

  private static final String CRICTL =
      """
      {
        "containers": [
          {
            "id": "f00",
            "metadata": {"name": "kube-apiserver", "attempt": 3},
            "state": "CONTAINER_RUNNING",
            "createdAt": "1700000100500000000",
            "labels": {
              "io.kubernetes.container.name": "kube-apiserver",
              "io.kubernetes.pod.name": "kube-apiserver-cp1",
              "io.kubernetes.pod.uid": "u-1"
            }
          },
          {
            "id": "f01",
            "state": "CONTAINER_EXITED",
            "createdAt": "1700000000500000000",
            "labels": {"io.kubernetes.pod.name": "kube-apiserver-cp1"}
          }
        ]
      }
      """;

  @Test
  void tellsWhichLifeOfAStaticPodRuns() {
    String output =
        Samples.section("ticks", "100")
            + Samples.section("in-place", "yes")
            + process(77, "S", "etcd", "--data-dir=/var/lib/etcd");

    UnitState state = UnitSight.ofPod(output, "etcd", ETCD, process -> true).state();

    assertTrue(state.defined());
    assertTrue(state.startable());
    assertEquals(ID, state.running().orElseThrow().id());
    assertEquals(42_000, state.running().orElseThrow().startedAt());
  }

  @Test
  void anotherDataDirectoryIsAnotherEtcd() {
    String output =
        Samples.section("in-place", "yes") + process(77, "S", "etcd", "--data-dir=/var/lib/events");

    UnitSight sight =
        UnitSight.ofPod(
            output, "etcd", ETCD, process -> EtcdSetup.ownData(process).equals("/var/lib/etcd"));

    assertEquals(List.of(), sight.running());
  }

  @Test
  void aDeadProcessDoesNotRun() {
    assertEquals(
        List.of(),
        UnitSight.ofPod(process(77, "Z", "etcd"), "etcd", ETCD, process -> true).running());
  }

  @Test
  void saysWhichRunParkedAManifest() {
    String output =
        Samples.section("parked /etc/kubernetes/runbook-20261123-010203-ab12/etcd.yaml", "yes");

    UnitState state = UnitSight.ofPod(output, "etcd", ETCD, process -> true).state();

    assertTrue(state.defined());
    assertFalse(state.startable());
    assertEquals(Optional.of(new RunId("20261123-010203-ab12")), state.parkedBy());
  }

  @Test
  void findsAContainerWhoseProgramHasAnotherName() {
    String output =
        Samples.section("now", "1700000200.25")
            + Samples.section("uptime", "200.25 1.00")
            + Samples.section("in-place", "yes")
            + Samples.section("containers", CRICTL);

    UnitSight sight = UnitSight.ofPod(output, "kube-apiserver", API_SERVER, process -> true);

    assertEquals(List.of(new Incarnation("f00", 100_500, "u-1")), sight.running());
  }

  @Test
  void readsCtrWhereThereIsNoCrictl() {
    String output =
        Samples.section("names", "aa11\nbb22")
            + Samples.section(
                "tasks",
                """
                TASK    PID     STATUS
                aa11    55      STOPPED
                bb22    56      RUNNING
                cc33    57      RUNNING
                """);

    assertEquals(
        List.of("bb22"),
        UnitSight.ofPod(output, "etcd", ETCD, process -> true).running().stream()
            .map(Incarnation::id)
            .toList());
  }

  @Test
  void whatIsLeftBehindKeepsAUnitFromBeingGone() {
    UnitSight stopped = new UnitSight(true, false, Optional.empty(), List.of());
    Traces traces =
        Traces.read(
            Samples.section("listening", "0100007F:094B\n00000000:0016")
                + Samples.section("holders", ""));

    assertEquals(
        "port 2379 is still open",
        stopped.with(traces, doors(2379, 2380)).state().running().orElseThrow().id());
    assertEquals(Optional.empty(), stopped.with(traces, doors(2380)).state().running());
  }

  @Test
  void aFencedServiceIsNotStartable() {
    String output =
        Samples.section("systemd", "LoadState=loaded\nActiveState=inactive\nMainPID=0")
            + Samples.section("fence", "# run 20261123-010203-ab12\n[Unit]");

    UnitState state = UnitSight.ofService(output).state();

    assertEquals(
        new UnitState(
            true, false, Optional.of(new RunId("20261123-010203-ab12")), Optional.empty()),
        state);
  }

  @Test
  void aServiceThatStopsStillRuns() {
    String output =
        Samples.section("systemd", "LoadState=loaded\nActiveState=deactivating\nMainPID=0");

    assertTrue(UnitSight.ofService(output).state().running().isPresent());
  }

  private static String container(String namespace, String pod) {
    return Samples.section(
        "containers",
        """
        {"containers": [{"id": "%s", "state": "CONTAINER_RUNNING", "createdAt": "1",
          "labels": {"io.kubernetes.container.name": "etcd", "io.kubernetes.pod.name": "%s",
                     "io.kubernetes.pod.namespace": "%s"}}]}
        """
            .formatted(ID, pod, namespace));
  }

  private static boolean runs(String output, String... others) {
    StaticPod pod = new StaticPod("kube-system", "etcd", List.of(others));
    return !UnitSight.ofPod(output, "etcd", pod, process -> true).running().isEmpty();
  }

  @Test
  void theContainerOfAnotherPodIsNotItsOwn() {
    assertTrue(runs(container("kube-system", "etcd-cp1"), "etcd-events"));
    assertTrue(runs(container("kube-system", "etcd-events-cp1")), "a node may be called so");
    assertFalse(runs(container("kube-system", "etcd-events-cp1"), "etcd-events"));
    assertFalse(runs(container("shop", "etcd-0")), "the pod of a stateful set");
  }

  @Test
  void aProcessInTheContainerOfAnotherPodIsNotItsOwn() {
    String process = process(77, "S", "etcd", "--data-dir=/var/lib/etcd");

    assertTrue(runs(process + container("kube-system", "etcd-cp1")));
    assertFalse(runs(process + container("shop", "etcd-0")));
  }
}
