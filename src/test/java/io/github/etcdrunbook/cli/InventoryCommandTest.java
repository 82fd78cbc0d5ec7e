package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.etcdrunbook.inventory.Host;
import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.inventory.InventoryReader;
import io.github.etcdrunbook.inventory.InventoryYaml;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.MemberId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InventoryCommandTest {
  private static final String ANSIBLE = "inventories/ansible.yaml";
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path home;

  private ExitCode run(String... arguments) {
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            InputStream.nullInputStream(),
            Map.of("HOME", home.toString()),
            Console.Terminal.NONE);
    return Main.run(console, arguments);
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Inventory read(String path, String text) {
    return InventoryReader.read(new SourceFile(path, text)).value().orElseThrow();
  }

  private record Said(String name, String address, Set<?> groups, Object ssh) {}

  private static List<Said> said(Inventory inventory) {
    return inventory.hosts().stream().map(InventoryCommandTest::said).toList();
  }

  private static Said said(Host host) {
    return new Said(host.name().text(), host.address(), host.groups(), host.ssh());
  }

  @Test
  void whatIsImportedSaysTheSame() throws IOException {
    assertEquals(ExitCode.DONE, run("inventory", "import", ANSIBLE));
    Inventory before = read(ANSIBLE, Files.readString(Path.of(ANSIBLE)));
    Inventory after = read("ours.yaml", text());
    assertEquals(said(before), said(after));
    assertEquals(before.cluster(), after.cluster());
    assertEquals(before.etcd(), after.etcd());
    assertTrue(text().contains("kind: Inventory"), text());
  }

  @Test
  void importsHostsThatAreReachedInTheirOwnWays() throws IOException {
    Path ini =
        Files.writeString(
            home.resolve("hosts.ini"),
            """
            [etcd]
            cp1 ansible_host=fd00::1 ansible_user="o'p s" ansible_port=2222
            cp2 ansible_host=10.0.0.2 ansible_ssh_private_key_file=~/.ssh/id
            """);
    assertEquals(ExitCode.DONE, run("inventory", "import", ini.toString()));
    Inventory before = read(ini.toString(), Files.readString(ini));
    assertEquals(said(before), said(read("ours.yaml", text())));
  }

  @Test
  void refusesToImportWhatIsOurs() {
    assertEquals(ExitCode.REFUSED, run("inventory", "import", "inventories/kubeadm.yaml"));
  }

  @Test
  void showsTheWayToEachHost() throws IOException {
    Files.createDirectories(home.resolve(".ssh"));
    Files.writeString(
        home.resolve(".ssh/config"), "Host cp1 cp2 cp3 10.*\n  Port 2022\n  ProxyJump bastion\n");
    assertEquals(ExitCode.DONE, run("inventory", "show", "inventories/kubeadm.yaml"));
    assertTrue(text().contains(":2022"), text());
    // How long the paths of this machine are is not ours to say.
    List<String> others = text().lines().filter(line -> !line.startsWith("host keys: ")).toList();
    assertTrue(others.stream().allMatch(line -> line.length() <= 80), text());
  }

  @Test
  void jsonShowsHostsAndGroups() throws IOException {
    assertEquals(ExitCode.DONE, run("inventory", "show", "-i", ANSIBLE, "--output", "json"));
    JsonNode json = new ObjectMapper().readTree(text());
    assertEquals("ops", json.at("/hosts/0/user").asText());
    assertTrue(json.at("/hosts/0/sudo").asBoolean(), text());
    assertEquals("kubeadm", json.get("profile").asText());
  }

  private static Member member(String name, String... urls) {
    return new Member(new MemberId(name.length()), name, List.of(urls), List.of(), false);
  }

  @Test
  void discoveredMembersAreReachedLikeTheHostThatWasAsked() throws IOException, Stop {
    Inventory asked = read(ANSIBLE, Files.readString(Path.of(ANSIBLE)));
    Inventory found =
        InventoryDiscoverCommand.with(
            asked,
            List.of(member("b", "https://[fd00::2]:2380"), member("a", "https://10.0.0.1:2380")));
    assertEquals(List.of("a", "b"), found.hosts().stream().map(one -> one.name().text()).toList());
    assertEquals("fd00::2", found.hosts().getLast().address());
    assertEquals(asked.hosts().getFirst().ssh(), found.hosts().getFirst().ssh());
    assertEquals(said(found), said(read("ours.yaml", InventoryYaml.of(found))));
  }

  @Test
  void aMemberWithoutANameIsCalledByItsAddress() throws IOException, Stop {
    Inventory asked = read(ANSIBLE, Files.readString(Path.of(ANSIBLE)));
    assertEquals(
        "10.0.0.1",
        InventoryDiscoverCommand.with(asked, List.of(member("", "https://10.0.0.1:2380")))
            .hosts()
            .getFirst()
            .name()
            .text());
    assertThrows(
        Stop.class,
        () -> InventoryDiscoverCommand.with(asked, List.of(member("", "unix:/run/etcd.sock"))));
  }

  @Test
  void wantsOneInventory() {
    assertEquals(ExitCode.COMMAND_LINE, run("inventory", "show"));
  }
}
