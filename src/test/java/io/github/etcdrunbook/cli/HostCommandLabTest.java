package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of a playbook's own on real hosts, with the program killed while one of them runs. */
@Tag("lab")
class HostCommandLabTest {
  private static final String COUNT =
      """
      apiVersion: etcd-runbook/v1
      kind: Playbook
      name: count
      title: Count how often a command is run
      summary: Takes its time on each host.
      steps:
        - id: each
          hosts: etcd
          rollout: {batch: 1, between: quorum}
          steps:
            - id: count
              uses: host.command
              with:
                script: |
                  printf 'begun: %s\\n' "$NOTE" >> /var/tmp/count
                  sleep 1
                  printf 'ended\\n' >> /var/tmp/count
                env: {NOTE: "$(id) `id` ${host.name}'s"}
                effect: change
                touches: [/var/tmp/count]
                undo: {command: [rm, /var/tmp/count]}
            - id: read
              uses: host.command
              with: {command: [cat, /var/tmp/count], effect: read}
              expect:
                - that: result.stdout.endsWith('ended')
                  message: the command of ${host.name} was cut off
      """;

  @TempDir private static Path folder;
  private static RestoreLab lab;

  @BeforeAll
  static void up() throws IOException, LabException {
    lab = RestoreLab.up(folder.toAbsolutePath(), "command", Profile.KUBEADM, "35");
  }

  @AfterAll
  static void down() throws IOException, LabException {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void runsOnceOnEachHostAlsoWhenKilledInTheMiddleAndIsTakenBack()
      throws IOException, InterruptedException, LabException {
    Path playbook = Files.writeString(folder.resolve("count.yaml"), COUNT);
    Path state = folder.resolve("operator");
    String inventory = lab.lab().inventory().toString();
    RestoreLab.Started run = lab.start(state, "run", playbook.toString(), "-i", inventory, "-y");
    run.awaitSaid("done  read ");
    // The command of the second host has begun, or is about to.
    Thread.sleep(500);
    RestoreLab.Result killed = run.kill();
    RestoreLab.Result resumed = lab.start(state, "resume").await();
    assertEquals(0, resumed.status(), () -> killed.all() + resumed.all());
    for (String host : lab.hostNames()) {
      assertEquals(
          "begun: $(id) `id` " + host + "'s\nended", lab.on(host, "cat /var/tmp/count"), host);
    }
    RestoreLab.Result undone = lab.start(state, "undo", "-y").await();
    assertEquals(0, undone.status(), undone::all);
    for (String host : lab.hostNames()) {
      assertTrue(lab.on(host, "test -e /var/tmp/count || echo gone").equals("gone"), host);
    }
  }
}
