package io.github.etcdrunbook.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.ssh.SshTarget.Become;
import io.github.etcdrunbook.ssh.SshTarget.Offer;
import io.github.etcdrunbook.ssh.TargetResolver.Operator;
import io.github.etcdrunbook.ssh.TargetResolver.Resolved;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How inventory and ssh_config become a target. */
class TargetResolverTest {
  @TempDir private Path home;

  private Resolved resolve(SshSettings settings, String... config) throws IOException {
    Path file = home.resolve(".ssh/config");
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(config));
    return new TargetResolver(
            SshConfig.read(home, List.of(file)),
            new Operator("me", home, Optional.of(Path.of("/agent"))))
        .resolve(settings);
  }

  private SshTarget target(String address, String... config) throws IOException {
    return resolve(SshSettings.of("cp1", address), config).target();
  }

  @Test
  void hasDefaultsWithoutConfiguration() throws IOException {
    Path key = Files.createDirectories(home.resolve(".ssh")).resolve("id_ed25519");
    Files.createFile(key);
    SshTarget target = target("10.0.0.1");
    assertEquals("10.0.0.1", target.server().address());
    assertEquals(22, target.server().port());
    assertEquals("me", target.login().user());
    assertEquals(List.of(key), target.login().keys());
    assertEquals(Optional.of(Path.of("/agent")), target.login().agent());
    assertEquals(home.resolve(".ssh/known_hosts"), target.server().knownHosts().getFirst());
  }

  @Test
  void takesTheFirstValueAndAddsKeysUp() throws IOException {
    SshTarget target =
        target(
            "cp1.example",
            "Host *.example !cp9.example",
            "  User=first",
            "  IdentityFile ~/.ssh/one",
            "Host *",
            "  User second",
            "  Port 2222",
            "  IdentityFile \"%d/.ssh/two of %h\"");
    assertEquals("first", target.login().user());
    assertEquals(2222, target.server().port());
    assertEquals(
        List.of(home.resolve(".ssh/one"), home.resolve(".ssh/two of cp1.example")),
        target.login().keys());
  }

  @Test
  void leavesOutNegatedHosts() throws IOException {
    assertEquals(
        "me", target("cp9.example", "Host *.example !cp9.example", "User x").login().user());
  }

  @Test
  void letsTheInventoryWin() throws IOException {
    SshSettings settings =
        new SshSettings(
            "cp1",
            "10.0.0.1",
            OptionalInt.of(2200),
            Optional.of("ops"),
            Become.SUDO,
            SshSettings.Files.NONE,
            Optional.empty());
    SshTarget target = resolve(settings, "Host *", "User x", "Port 99").target();
    assertEquals("ops", target.login().user());
    assertEquals(2200, target.server().port());
    assertEquals(Become.SUDO, target.become());
  }

  @Test
  void followsIncludesInTheirPlace() throws IOException {
    Files.createDirectories(home.resolve(".ssh/conf.d"));
    Files.write(home.resolve(".ssh/conf.d/b.conf"), List.of("User late"));
    Files.write(home.resolve(".ssh/conf.d/a.conf"), List.of("Host cp1", "User early"));
    assertEquals("early", target("cp1", "Include conf.d/*.conf", "User last").login().user());
    assertEquals("late", target("cp2", "Include conf.d/*.conf", "User last").login().user());
  }

  @Test
  void appliesAnIncludeOnlyInItsBlock() throws IOException {
    Files.createDirectories(home.resolve(".ssh"));
    Files.write(home.resolve(".ssh/more"), List.of("User x"));
    assertEquals("x", target("cp1", "Host cp1", "Include more").login().user());
    assertEquals("me", target("cp2", "Host cp1", "Include more").login().user());
  }

  @Test
  void survivesAnIncludeOfItself() throws IOException {
    Resolved resolved = resolve(SshSettings.of("cp1", "cp1"), "Include config", "User x");
    assertEquals("x", resolved.target().login().user());
    assertTrue(resolved.notes().getFirst().contains("included too deeply"));
  }

  @Test
  void saysThatMatchBlocksAreNotFollowed() throws IOException {
    Resolved resolved =
        resolve(SshSettings.of("cp1", "cp1"), "Match all", "User x", "Host *", "Port 2222");
    assertEquals("me", resolved.target().login().user());
    assertEquals(2222, resolved.target().server().port());
    assertTrue(
        resolved.notes().getFirst().endsWith("config:1: this `Match` block is not followed"));
  }

  @Test
  void checksHostKeysWhateverTheConfigurationSays() throws IOException {
    Resolved resolved = resolve(SshSettings.of("cp1", "cp1"), "StrictHostKeyChecking accept-new");
    assertEquals(
        List.of("`StrictHostKeyChecking accept-new` is read as `yes`: keys are always checked"),
        resolved.notes());
  }

  @Test
  void goesThroughJumpHostsInTheirOrder() throws IOException {
    SshTarget target =
        target(
            "cp1",
            "Host cp1",
            "ProxyJump gate,ops@inner:2222",
            "Host gate",
            "HostName gate.example");
    SshTarget inner = target.jump().orElseThrow();
    SshTarget gate = inner.jump().orElseThrow();
    assertEquals("inner", inner.server().address());
    assertEquals(2222, inner.server().port());
    assertEquals("ops", inner.login().user());
    assertEquals("gate.example", gate.server().address());
    assertEquals(Optional.empty(), gate.jump());
  }

  @Test
  void refusesJumpsInACircle() {
    assertThrows(
        IllegalArgumentException.class,
        () -> target("a", "Host a", "ProxyJump b", "Host b", "ProxyJump a"));
  }

  @Test
  void refusesAProxyCommand() {
    assertThrows(IllegalArgumentException.class, () -> target("a", "ProxyCommand nc %h %p"));
  }

  @Test
  void offersOnlyNamedKeysWhenTold() throws IOException {
    SshTarget target = target("cp1", "IdentitiesOnly yes", "IdentityAgent none");
    assertEquals(Offer.NAMED_KEYS, target.login().offer());
    assertEquals(Optional.empty(), target.login().agent());
  }

  @Test
  void readsEveryFormOfAnAddressInAJump() {
    assertEquals(
        OptionalInt.of(2222),
        TargetResolver.JumpText.parse("ssh://me@h:2222", Optional.empty(), SshSettings.Files.NONE)
            .port());
    assertEquals(
        "fe80::1",
        TargetResolver.JumpText.parse("[fe80::1]:22", Optional.empty(), SshSettings.Files.NONE)
            .address());
    assertEquals(
        "fe80::1",
        TargetResolver.JumpText.parse("fe80::1", Optional.empty(), SshSettings.Files.NONE)
            .address());
  }
}
