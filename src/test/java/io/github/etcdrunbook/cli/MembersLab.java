package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A lab of three members and a fourth host, all of them etcd hosts of the inventory, and what
 * stands on it: members, data, files.
 */
final class MembersLab implements AutoCloseable {
  final RestoreLab lab;
  private final Path inventory;

  private MembersLab(RestoreLab lab, Path inventory) {
    this.lab = lab;
    this.inventory = inventory;
  }

  static MembersLab up(Path folder, String name, Profile profile, String line)
      throws IOException, LabException {
    RestoreLab lab =
        RestoreLab.up(
            folder.toAbsolutePath(), name, new RestoreLab.Shape(profile, line, 3, 1, 300, "root"));
    String text = Files.readString(lab.lab().inventory());
    Path inventory =
        Files.writeString(
            folder.resolve("inventory.yaml"),
            text.replace("groups: [spare]", "groups: [etcd, control_plane]"));
    if (profile == Profile.SYSTEMD) {
      // What the installation of a package leaves: the unit, stopped, without settings.
      String unit = lab.on("cp1", "cat /etc/systemd/system/etcd.service");
      lab.on("cp4", "cat > /etc/systemd/system/etcd.service <<'END'\n" + unit + "\nEND");
      lab.on("cp4", "systemctl daemon-reload");
    }
    return new MembersLab(lab, inventory);
  }

  /** Starts a playbook; inputs are given as name=value. */
  RestoreLab.Started start(String playbook, String... inputs) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run", playbook, "-y"));
    arguments.addAll(List.of("-i", inventory.toString()));
    arguments.addAll(List.of("-v", "backup=" + lab.folder().resolve("backups")));
    for (String input : inputs) {
      boolean gate = input.startsWith("--");
      arguments.addAll(gate ? Arrays.asList(input.split(" ")) : List.of("-v", input));
    }
    return lab.start(arguments.toArray(String[]::new));
  }

  /** The members that this host's member lists: names, and whether they vote. */
  Set<String> members(String via) throws IOException, InterruptedException, LabException {
    Set<String> members = new TreeSet<>();
    for (JsonNode one : lab.etcdctl(List.of(via), "member", "list").at("/members")) {
      members.add(one.path("name").asText() + (one.path("isLearner").asBoolean() ? "?" : ""));
    }
    return members;
  }

  /** The host whose member leads. */
  String leader(List<String> hosts) throws IOException, InterruptedException, LabException {
    for (String host : hosts) {
      JsonNode status = lab.etcdctl(List.of(host), "endpoint", "status").get(0);
      if (status.at("/Status/leader").equals(status.at("/Status/header/member_id"))) {
        return host;
      }
    }
    throw new AssertionError("no leader among " + hosts);
  }

  /** All these hosts' members take writes, and have the same data at one revision. */
  void assertServe(List<String> hosts) throws IOException, InterruptedException, LabException {
    for (String host : hosts) {
      lab.etcdctl(List.of(host), "put", "proof/" + host, "x");
    }
    String[] first = hosts.toArray(String[]::new);
    long revision = lab.etcdctl(List.of(first[0]), "get", "proof").at("/header/revision").asLong();
    Set<Long> hashes = new TreeSet<>();
    for (String host : hosts) {
      lab.etcdctl(List.of(host), "get", "proof");
      JsonNode hash = lab.etcdctl(List.of(host), "endpoint", "hashkv", "--rev=" + revision);
      hashes.add(hash.get(0).at("/HashKV/hash").asLong());
    }
    assertEquals(1, hashes.size(), () -> "the members of " + hosts + " differ");
  }

  /** What a run may leave on a host, but for its own folder. */
  String traces(String host) throws IOException, LabException {
    return lab.on(
        host,
        "find /etc/kubernetes /etc/etcd* /etc/systemd/system /var/lib/etcd*"
            + " -not -path '/var/lib/etcd-runbook*' -not -path '/etc/etcd-runbook*'"
            + " -printf '%p %y %m %u %s\\n' 2>/dev/null | sort; pgrep -x etcd || true");
  }

  /** What this run performed is what its plan showed, also when it was killed and resumed. */
  void assertAsPlanned(RestoreLab.Result first) throws IOException {
    new PlannedAndPerformed(lab.folder().resolve("state"), RestoreProof.run(first)).assertSame();
  }

  String confirm(String step) {
    return "--confirm " + step + "=" + lab.cluster();
  }

  @Override
  public void close() throws IOException, LabException {
    lab.close();
  }
}
