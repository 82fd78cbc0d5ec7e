package io.github.etcdrunbook.ssh.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.EtcdConfiguration;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostFactsTest {
  private static final String IN_PLACE = "/etc/kubernetes/manifests/etcd.yaml";
  private static final String PARKED = "/etc/kubernetes/runbook-20261123-010203-ab12/etcd.yaml";

  /** A host whose etcd is parked as soon as it was looked at. */
  private static final class ParkingHost implements HostShell {
    private String at = IN_PLACE;

    @Override
    public HostName name() {
      return new HostName("cp1");
    }

    @Override
    public Heard run(List<String> command, Duration limit) {
      String text = String.join("\n", command);
      if (text.contains("# What does not change by itself.")) {
        String title = (at.equals(PARKED) ? "parked " : "manifest ") + at;
        at = PARKED;
        return new Heard(
            0,
            Samples.section("static", "/etc/kubernetes/manifests")
                + Samples.section(title, Samples.ETCD_MANIFEST),
            "");
      }
      boolean there = command.contains(at);
      String stat = there ? Samples.section("stat", "regular file|0|0|600|9") : "";
      String content = there ? Samples.section("text", Samples.ETCD_MANIFEST) : "";
      return new Heard(0, text.contains("# What lies at") ? stat : content, "");
    }

    @Override
    public InetSocketAddress door(String address, int port) {
      throw new AssertionError("nobody is called");
    }
  }

  /** They were read as empty, and a join was refused as not what had been planned. */
  @Test
  void readsSettingsThatWereParkedAMomentAgo() {
    HostFacts facts = new HostFacts(new ParkingHost(), HostSettings.found());
    facts.survey();

    EtcdConfiguration read = facts.configuration().orElseThrow();

    assertEquals(IN_PLACE, read.file());
    assertEquals(Samples.ETCD_MANIFEST.strip(), read.text().strip());
    assertEquals(0600, read.owner().mode());
  }
}
