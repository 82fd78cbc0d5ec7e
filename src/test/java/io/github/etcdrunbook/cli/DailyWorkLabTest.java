package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.inventory.InventoryReader;
import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What is done every day, on one lab: commands of a playbook's own, scheduled backups, a change in
 * a maintenance window, and the commands that only look.
 */
@Tag("lab")
class DailyWorkLabTest {
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

  private static String printed(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
    Console console =
        new Console(to, to, InputStream.nullInputStream(), Map.of(), Console.Terminal.NONE);
    assertEquals(ExitCode.DONE, Main.run(console, words), out::toString);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** The words of a command line as systemd takes them: quotes, `%%`, and `$$` in arguments. */
  private static List<String> bySystemd(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)").matcher(line);
    while (word.find()) {
      String text =
          word.group(1) == null ? word.group(2) : word.group(1).replaceAll("\\\\(.)", "$1");
      String literal = text.replace("%%", "%");
      words.add(words.isEmpty() ? literal : literal.replace("$$", "$"));
    }
    return words;
  }

  /** The arguments of the container, as Kubernetes takes them. */
  private static List<String> byKubernetes(String yaml) {
    Map<?, ?> job = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    JsonNode args =
        new ObjectMapper()
            .valueToTree(job)
            .at("/spec/jobTemplate/spec/template/spec/containers/0/args");
    List<String> words = new ArrayList<>();
    args.forEach(word -> words.add(word.asText().replace("$$(", "$(")));
    return words;
  }

  /** With encrypted files too: the first for gpg, where the machine has it, the second for age. */
  @Test
  void theScheduledCommandLinesBackUpAndKeepSoMany()
      throws IOException, InterruptedException, LabException {
    try (SealedFiles keys = SealedFiles.make()) {
      backsUpAndKeepsSoMany(keys);
    }
  }

  private static void backsUpAndKeepsSoMany(SealedFiles keys)
      throws IOException, InterruptedException, LabException {
    Path program = RestoreLab.program(folder.resolve("a $b 50%").resolve("runbook"));
    Path kept = folder.resolve("kept 50% of \"all\" $(HOME) $HOME");
    String inventory = lab.lab().inventory().toString();
    String[] words = {
      "schedule",
      "-i",
      inventory,
      "--to",
      kept.toString(),
      "--program",
      program.toString(),
      "--keep",
      "1",
      "--recipient",
      keys.recipients().getFirst(),
      "--for",
      ""
    };
    words[words.length - 1] = "systemd";
    String start =
        printed(words).lines().filter(line -> line.startsWith("ExecStart=")).findFirst().get();
    List<String> command = bySystemd(start.substring("ExecStart=".length()));
    assertEquals(program.toString(), command.getFirst());
    RestoreLab.Result first = lab.command(keys.with(command));
    assertEquals(0, first.status(), first::all);
    new EverydayLab(lab).assertPlannedIsPerformed(first);
    Path saved = snapshots(kept).getFirst();
    List<Path> sealed = keys.opened(saved, lab);
    keys.assertNothingSecretIn(folder.resolve("state"), first.all());
    printed("snapshot", "verify", saved.toString());

    Path foreign = Files.writeString(kept.resolve("foreign.db"), "not ours");
    Path link = Files.createSymbolicLink(kept.resolve("link.db"), saved);
    words[words.length - 3] = keys.recipients().getLast();
    words[words.length - 1] = "cronjob";
    command = new ArrayList<>(byKubernetes(printed(words)));
    command.addFirst(program.toString());
    RestoreLab.Result second = lab.command(keys.with(command));
    assertEquals(0, second.status(), second::all);
    new EverydayLab(lab).assertPlannedIsPerformed(second);
    assertTrue(second.out().contains("delete the snapshot " + saved), second::all);
    assertTrue(Files.notExists(saved), second::all);
    assertTrue(Files.exists(foreign) && Files.isSymbolicLink(link), second::all);
    List<Path> left = snapshots(kept);
    left.removeAll(List.of(foreign, link));
    assertEquals(1, left.size(), left::toString);
    printed("snapshot", "verify", left.getFirst().toString());
    assertTrue(Files.notExists(Path.of(saved + ".json")), "its description is left");
    for (Path file : sealed) {
      assertTrue(
          Files.notExists(file) && Files.notExists(Path.of(file + ".json")), "left: " + file);
    }
    keys.opened(left.getFirst(), lab);
  }

  private static List<Path> snapshots(Path kept) throws IOException {
    try (Stream<Path> files = Files.list(kept)) {
      return new ArrayList<>(
          files.filter(file -> file.toString().endsWith(".db")).sorted().toList());
    }
  }

  @Test
  void keysGetDoctorAndDiscoverLookAtTheLivingCluster()
      throws IOException, InterruptedException, LabException {
    String inventory = " -i " + lab.lab().inventory();
    RestoreLab.Result all =
        lab.startInside(
                List.of(),
                SeveralCommands.class,
                Stream.of(
                        "keys /registry/namespaces/",
                        "keys --count-by type --output json",
                        "get /registry/namespaces/kube-system",
                        "get /registry/none",
                        "doctor",
                        "inventory discover")
                    .map(look -> look + inventory)
                    .toList())
            .await();
    List<String> said = List.of(all.out().split(SeveralCommands.MARK, -1));
    assertEquals(
        List.of("0", "0", "0", "4", "0", "0"),
        said.stream().skip(1).map(one -> one.lines().findFirst().get()).toList(),
        all::all);
    assertTrue(text(said.get(1)).contains("/registry/namespaces/kube-system"), all::all);
    assertEquals(
        lab.etcdctl("get", "--prefix", "--keys-only", "/registry/namespaces/").at("/count").asInt(),
        text(said.get(1)).lines().filter(line -> line.contains("/registry/namespaces/")).count());
    JsonNode counts = new ObjectMapper().readTree(text(said.get(2)));
    assertTrue(counts.toString().contains("namespaces"), counts::toString);
    assertTrue(text(said.get(3)).contains("kube-system"), all::all);
    Inventory found =
        InventoryReader.read(new SourceFile("found.yaml", text(said.get(6)))).value().orElseThrow();
    assertEquals(
        lab.hostNames(), found.hosts().stream().map(host -> host.name().toString()).toList());
  }

  private static String text(String said) {
    return said.substring(said.indexOf('\n') + 1);
  }

  /** Every other time: most of it is the starting of processes. */
  @Test
  void theExampleOfAMaintenanceWindowRunsAsItStands() throws IOException, InterruptedException {
    assumeTrue(Boolean.getBoolean("test.full") || Long.getLong("test.seed", 1) % 2 == 1);
    RestoreLab.Result done = example("maintenance-window.sh");
    assertTrue(done.err().contains("--approved"), done::all);
    assertTrue(done.out().contains("| Change | `CHG-4711` |"), done::all);
    assertTrue(done.out().contains("compact the history below revision"), done::all);
  }

  @Test
  @EnabledIfSystemProperty(named = "test.full", matches = "true")
  void theExampleOfARehearsalRunsAsItStands() throws IOException, InterruptedException {
    RestoreLab.Result done = example("rehearsal.sh");
    assertTrue(done.out().contains("| No API server served |"), done::all);
  }

  private static RestoreLab.Result example(String name) throws IOException, InterruptedException {
    Path program = RestoreLab.program(folder.resolve("bin").resolve("runbook"));
    RestoreLab.Result result =
        lab.command(
            List.of(
                "env",
                "ETCD_RUNBOOK=" + program,
                "sh",
                "examples/" + name,
                lab.lab().inventory().toString()));
    assertEquals(0, result.status(), result::all);
    return result;
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
