package io.github.etcdrunbook.ssh.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Incarnation;
import io.github.etcdrunbook.world.Unit;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A host with a second etcd whose pod calls its data directory as the first one does, and whose
 * client port is the port of the first one's metrics at another address.
 */
class SecondEtcdTest {
  private static final String EVENTS =
      Samples.ETCD_MANIFEST
          .replace("name: etcd\n", "name: etcd-events\n")
          .replace("https://127.0.0.1:2379,", "")
          .replace("http://127.0.0.1:2381", "http://127.0.0.1:2391")
          .replace(":2379", ":2381")
          .replace(":2380", ":2382")
          .replace("/data/etcd", "/data/events");
  private static final String MANIFESTS = "manifest /etc/kubernetes/manifests/";
  private static final String LISTENING = "0B004D0A:094D\n0B004D0A:094E\n0100007F:0957";
  private static final Incarnation NONE = new Incarnation("none", 0, "");

  /** What the scripts print. */
  private record Host(String processes, String listening) implements HostShell {
    @Override
    public HostName name() {
      return new HostName("cp1");
    }

    @Override
    public Heard run(List<String> command, Duration limit) {
      String text = String.join("\n", command);
      String answer = "";
      if (text.contains("# What does not change by itself.")) {
        answer =
            Samples.section("static", "/etc/kubernetes/manifests")
                + Samples.section(MANIFESTS + "etcd.yaml", Samples.ETCD_MANIFEST)
                + Samples.section(MANIFESTS + "etcd-events.yaml", EVENTS);
      } else if (text.contains("# Whether a unit may start")) {
        answer = Samples.section("ticks", "100") + Samples.section("in-place", "yes") + processes;
      } else if (text.contains("# What a stopped unit may leave")) {
        answer = Samples.section("listening", listening) + Samples.section("holders", "");
      }
      return new Heard(0, answer, "");
    }

    @Override
    public InetSocketAddress door(String address, int port) {
      throw new AssertionError("nobody is called");
    }

    String running() {
      HostSettings settings = HostSettings.found();
      return new UnitReading(this, new HostFacts(this, settings))
          .state(Unit.ETCD)
          .running()
          .orElse(NONE)
          .id();
    }
  }

  private static String process(int pid, String manifest) {
    List<String> command =
        PodManifest.read("x.yaml", manifest).orElseThrow().containers().getFirst().command();
    return Samples.section("stat " + pid, "S " + "1 ".repeat(18) + "4200 9 9")
        + Samples.section("words " + pid, String.join("\n", command));
  }

  @Test
  void theFirstIsGoneWhileTheSecondRuns() {
    assertEquals("none", new Host(process(78, EVENTS), LISTENING).running());
  }

  @Test
  void theFirstIsFoundBesideTheSecond() {
    String both = process(78, EVENTS) + process(77, Samples.ETCD_MANIFEST);

    assertEquals("pid 77", new Host(both, LISTENING).running());
  }

  @Test
  void aProcessThatNoManifestDescribesIsTakenForTheFirst() {
    String changed = EVENTS.replace("--name=cp1", "--name=other");

    assertEquals("pid 78", new Host(process(78, changed), LISTENING).running());
  }

  @Test
  void itsOwnPortKeepsItFromBeingGone() {
    for (Map.Entry<String, String> one :
        Map.of("0100007F:094D", "2381", "00000000:094B", "2379", "0B004D0A:094C", "2380")
            .entrySet()) {
      assertEquals(
          "port " + one.getValue() + " is still open",
          new Host(process(78, EVENTS), LISTENING + "\n" + one.getKey()).running());
    }
  }

  @Test
  void anIpv6SocketForAllAddressesMayBeItsOwn() {
    String all = "0".repeat(32) + ":094B";

    assertEquals("port 2379 is still open", new Host("", all).running());
  }
}
