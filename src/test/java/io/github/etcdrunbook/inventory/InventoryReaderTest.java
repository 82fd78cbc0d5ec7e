package io.github.etcdrunbook.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.inventory.EtcdSettings.Access;
import io.github.etcdrunbook.inventory.EtcdSettings.Profile;
import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.Position;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.source.SourceRange;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryReaderTest {
  private static final String OURS =
      """
      apiVersion: etcd-runbook/v1
      kind: Inventory
      cluster: {name: prod-eu1}
      ssh: {user: ops, become: sudo, port: 2222}
      etcd: {profile: systemd, via: direct, cacert: ca.pem, cert: c.pem, key: k.pem, clientPort: 2479}
      hosts:
        cp1: {address: 10.0.0.1, groups: [etcd, control_plane]}
        cp2: {address: "fd00::2", groups: [etcd, control_plane], ssh: {user: root, become: none}}
        cp3: {address: cp3.example.com, groups: etcd}
      lab: {namespace: rb1}
      """;

  private static final String KUBESPRAY =
      """
      all:
        hosts:
          node1: {ansible_host: 10.0.0.1, ip: 10.3.0.1, etcd_member_name: etcd1}
          node2: {ansible_host: 10.0.0.2, ansible_user: root}
          node3: {ansible_host: 10.0.0.3, ansible_port: 2222}
        vars:
          ansible_user: ubuntu
          ansible_become: true
        children:
          kube_control_plane: {hosts: {node1:, node2:}}
          etcd:
            hosts:
              node1:
              node2:
              node3:
          k8s_cluster:
            children:
              kube_control_plane:
      """;

  private static final String INI =
      """
      # comment
      [all:vars]
      ansible_user=ops
      cluster_name = 'prod-eu1'

      [masters]
      cp[1:3].example.com ansible_port=2222  # three of them
      single ansible_host=10.0.0.9 ansible_ssh_private_key_file="/k 1"

      [etcd:children]
      masters
      """;

  private static Inventory read(String path, String text) {
    Checked<Inventory> read = InventoryReader.read(new SourceFile(path, text));
    return read.value().orElseThrow(() -> new AssertionError(read.sorted().toString()));
  }

  private static List<String> rules(String text) {
    return InventoryReader.read(new SourceFile("i", text)).sorted().stream()
        .map(found -> found.rule() + " " + found.range().start().line())
        .toList();
  }

  @Test
  void readsItsOwnFormat() {
    Inventory inventory = read("prod.yaml", OURS);
    assertEquals("prod-eu1", inventory.cluster());
    assertEquals(new Access.Direct("ca.pem", "c.pem", "k.pem"), inventory.etcd().access());
    assertEquals(Profile.SYSTEMD, inventory.etcd().profile());
    assertEquals(Optional.of(2479), inventory.etcd().places().clientPort());
    assertEquals(Optional.of(new Inventory.LabName("rb1")), inventory.lab());
    Host second = inventory.host(new HostName("cp2")).orElseThrow();
    assertEquals("fd00::2", second.address());
    assertEquals(Optional.of("root"), second.ssh().user());
    assertEquals(false, second.ssh().usesSudo());
    assertEquals(Optional.of(2222), second.ssh().port());
    assertEquals(true, inventory.hosts().getFirst().ssh().usesSudo());
    assertEquals(3, inventory.in(GroupName.ETCD).size());
  }

  @Test
  void needsNoMoreThanNamesAddressesAndGroups() {
    Inventory inventory =
        read(
            "i",
            """
            apiVersion: etcd-runbook/v1
            kind: Inventory
            cluster: {name: c}
            hosts:
              a: {address: 10.0.0.1, groups: [etcd]}
            """);
    assertEquals(EtcdSettings.of(Profile.KUBEADM), inventory.etcd());
  }

  @Test
  void readsAnAnsibleInventoryAsKubesprayShipsIt() {
    Inventory inventory = read("inventory/mycluster/hosts.yaml", KUBESPRAY);
    assertEquals("mycluster", inventory.cluster());
    assertEquals(Profile.SYSTEMD, inventory.etcd().profile());
    Host first = inventory.hosts().getFirst();
    assertEquals("10.0.0.1", first.address());
    assertEquals(Optional.of("ubuntu"), first.ssh().user());
    assertEquals(
        Set.of("etcd", "kube_control_plane", "control_plane", "k8s_cluster"),
        Set.copyOf(first.groups().stream().map(GroupName::text).toList()));
    assertEquals(Optional.of("root"), inventory.hosts().get(1).ssh().user());
    assertEquals(Optional.of(2222), inventory.hosts().get(2).ssh().port());
    assertTrue(inventory.hosts().get(2).ssh().usesSudo());
  }

  @Test
  void readsAnAnsibleInventoryInIniForm() {
    Inventory inventory = read("hosts.ini", INI);
    assertEquals("prod-eu1", inventory.cluster());
    assertEquals(
        List.of("cp1.example.com", "cp2.example.com", "cp3.example.com", "single"),
        inventory.in(GroupName.ETCD).stream().map(host -> host.name().text()).toList());
    assertEquals("10.0.0.9", inventory.hosts().getLast().address());
    assertEquals(List.of("/k 1"), inventory.hosts().getLast().ssh().identityFiles());
    assertEquals(Optional.of("ops"), inventory.hosts().getFirst().ssh().user());
  }

  @Test
  void reportsAllProblemsAtOnce() {
    assertEquals(
        List.of(
            "inventory.wrong-kind 2",
            "inventory.unknown-key 3",
            "inventory.unknown-word 4",
            "inventory.missing-key 6",
            "inventory.bad-address 7",
            "inventory.duplicate-address 9"),
        rules(
            """
            apiVersion: etcd-runbook/v1
            kind: Playbook
            cluster: {name: c, nmae: d}
            ssh: {become: doas}
            hosts:
              a: {groups: [etcd]}
              b: {address: "10.0.0.1:22", groups: [etcd]}
              c: {address: 10.0.0.3, groups: [etcd]}
              d: {address: 10.0.0.3, groups: [etcd]}
            """));
  }

  @Test
  void saysWhatIsWrongInAnIniFile() {
    assertEquals(
        List.of("inventory.unknown-group 2", "inventory.syntax 4", "inventory.duplicate-address 6"),
        rules("[etcd:children]\nmaster\n[etcd]\na b\n[x]\nc ansible_host=a\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          etcd | cp1 cp2 cp3
          cp2 | cp2
          leader | cp2
          !leader | cp1 cp3 w1
          etcd,!leader | cp1 cp3
          w1,cp1 | cp1 w1
          control_plane,!cp1 | hosts.empty
          etdc | hosts.unknown-name
          !nobody | hosts.unknown-name
          """)
  void selectsHostsOrSaysWhyNot(String words, String expected) {
    GroupName etcd = GroupName.ETCD;
    List<Selector.Candidate> candidates =
        List.of(
            new Selector.Candidate(new HostName("cp1"), Set.of(etcd, GroupName.CONTROL_PLANE)),
            new Selector.Candidate(new HostName("cp2"), Set.of(etcd)),
            new Selector.Candidate(new HostName("cp3"), Set.of(etcd)),
            new Selector.Candidate(new HostName("w1"), Set.of()));
    SourceRange range = new SourceRange("f", new Position(1, 1), new Position(1, 2));
    Selector selector =
        new Selector.AnyOf(
            List.of(words.split(",")).stream().map(word -> Selector.of(word, range)).toList(),
            range);
    Checked<List<HostName>> chosen =
        selector.select(candidates, () -> Optional.of(new HostName("cp2")));
    String shown =
        chosen
            .value()
            .map(names -> String.join(" ", names.stream().map(HostName::text).toList()))
            .orElseGet(
                () -> chosen.sorted().stream().map(Diagnostic::rule).findFirst().get().text());
    assertEquals(expected, shown);
  }
}
