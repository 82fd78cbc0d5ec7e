package io.github.etcdrunbook.ssh.host;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.inventory.HostName;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a host has been told, and when. */
class RunCopiesTest {
  private static final HostName HOST = new HostName("cp1");
  private static final Duration SHORT = Duration.ofMillis(500);

  private long now = 1_000_000_000L;
  private final RunCopies copies = new RunCopies(() -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void aHostIsToldFreshlyOnlyForAWhile() {
    assertFalse(copies.toldWithin(HOST, SHORT));
    copies.knows(HOST, 1);
    pass(Duration.ofMillis(499));
    assertTrue(copies.toldWithin(HOST, SHORT));
    assertFalse(copies.toldWithin(new HostName("cp2"), SHORT));
    pass(Duration.ofMillis(1));
    assertFalse(copies.toldWithin(HOST, SHORT));
    copies.knows(HOST, 2);
    assertTrue(copies.toldWithin(HOST, SHORT));
  }
}
