package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.etcdrunbook.lab.LabException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the lab tests of the everyday playbooks do to a lab and read from it. */
record EverydayLab(RestoreLab lab) {
  private static final Pattern PLAN = Pattern.compile(" plan ([0-9]{8}-[0-9]{6}-[0-9a-z]{4})");
  private static final String ETCDCTL =
      "ETCDCTL_API=3 etcdctl --endpoints=https://127.0.0.1:2379"
          + " --cacert=/etc/kubernetes/pki/etcd/ca.crt"
          + " --cert=/etc/kubernetes/pki/etcd/healthcheck-client.crt"
          + " --key=/etc/kubernetes/pki/etcd/healthcheck-client.key ";

  /** A run of a playbook that nobody is asked about. */
  RestoreLab.Result play(String playbook, String... values)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("run", playbook, "-y", "-i", lab.lab().inventory().toString()));
    for (String value : values) {
      arguments.addAll(List.of("-v", value));
    }
    return lab.run(arguments.toArray(String[]::new));
  }

  /** The same, which must end well with what was planned. */
  RestoreLab.Result played(String playbook, String... values)
      throws IOException, InterruptedException {
    RestoreLab.Result result = play(playbook, values);
    assertEquals(0, result.status(), result::all);
    assertPlannedIsPerformed(result);
    return result;
  }

  /** The same, which must find nothing to do. */
  void idle(String playbook, String... values) throws IOException, InterruptedException {
    RestoreLab.Result result = play(playbook, values);
    assertEquals(0, result.status(), result::all);
    assertTrue(result.out().contains("nothing to change"), result::all);
  }

  /** What was planned is what the journal says was done. */
  void assertPlannedIsPerformed(RestoreLab.Result result) throws IOException {
    new PlannedAndPerformed(lab.folder().resolve("state"), runOf(result)).assertSame();
  }

  static String runOf(RestoreLab.Result result) {
    Matcher matcher = PLAN.matcher(result.out());
    assertTrue(matcher.find(), result::all);
    return matcher.group(1);
  }

  /** Writes one key of 256 kB again and again, so often, until etcd takes no more. */
  void rewrite(String key, int number) throws IOException, LabException {
    lab.on(
        "cp1",
        "head -c 262144 /dev/zero | tr '\\0' x >/tmp/value; for i in $(seq "
            + number
            + "); do "
            + ETCDCTL
            + "put "
            + key
            + " </tmp/value >/dev/null 2>&1 || break; done; true");
  }

  /** Writes keys of 8 kB below the prefix, a hundred in each request, until etcd takes no more. */
  void write(String prefix, int hundreds) throws IOException, LabException {
    lab.on(
        "cp1",
        "value=$(head -c 8000 /dev/zero | tr '\\0' x); for i in $(seq "
            + hundreds
            + "); do { echo; for j in $(seq 100); do echo \"put "
            + prefix
            + "$i-$j $value\"; done; echo; echo; } | "
            + ETCDCTL
            + "txn >/dev/null 2>&1 || break; done; true");
  }

  /** What etcdctl says on the first host; its status does not matter. */
  String etcdctl(String words) throws IOException, LabException {
    return lab.on("cp1", ETCDCTL + words + " 2>&1 || true");
  }

  /** The sizes of the members' databases. */
  List<Long> sizes() throws IOException, InterruptedException, LabException {
    List<Long> sizes = new ArrayList<>();
    for (JsonNode one : lab.etcdctl("endpoint", "status")) {
      sizes.add(one.at("/Status/dbSize").asLong());
    }
    return sizes;
  }
}
