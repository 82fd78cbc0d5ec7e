package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.yaml.Mapping;
import io.github.etcdrunbook.yaml.Node;
import io.github.etcdrunbook.yaml.Scalar;
import io.github.etcdrunbook.yaml.Sequence;
import io.github.etcdrunbook.yaml.YamlReader;
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
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files that are printed have the structure that systemd and Kubernetes want. */
class ScheduleCommandTest {
  private static final List<String> BACKUP =
      List.of("run", "backup", "-y", "-i", "/etc/inv.yaml", "-v", "to=/srv/backups");

  private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private ExitCode run(String... arguments) {
    return Main.run(
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            InputStream.nullInputStream(),
            Map.of(),
            Console.Terminal.NONE),
        arguments);
  }

  private String printed(String... arguments) {
    assertEquals(ExitCode.DONE, run(arguments), () -> err.toString(StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Node at(Node root, Object... path) {
    Node node = root;
    for (Object step : path) {
      node =
          switch (node) {
            case Mapping mapping -> mapping.get((String) step).orElseThrow();
            case Sequence list -> list.items().get((Integer) step);
            case Scalar scalar -> throw new AssertionError(scalar.text() + " has no " + step);
          };
    }
    return node;
  }

  private static String text(Node root, Object... path) {
    return at(root, path) instanceof Scalar scalar ? scalar.text() : "";
  }

  private Node cronJob() {
    String yaml =
        printed(
            "schedule",
            "--for",
            "cronjob",
            "-i",
            "/etc/inv.yaml",
            "--to",
            "/srv/backups",
            "--image",
            "registry.local/runbook:1");
    return YamlReader.read(new SourceFile("cronjob.yaml", yaml)).value().orElseThrow();
  }

  @Test
  void aCronJobNeverRunsTwiceAtOneTimeAndEverySixHours() {
    Node job = cronJob();
    assertEquals("batch/v1", text(job, "apiVersion"));
    assertEquals("CronJob", text(job, "kind"));
    assertEquals("0 */6 * * *", text(job, "spec", "schedule"));
    assertEquals("Forbid", text(job, "spec", "concurrencyPolicy"));
    assertEquals("0", text(job, "spec", "jobTemplate", "spec", "backoffLimit"));
  }

  @Test
  void itsPodIsOnTheControlPlaneAndCannotChangeTheCertificates() {
    Node pod = at(cronJob(), "spec", "jobTemplate", "spec", "template", "spec");
    assertEquals("true", text(pod, "hostNetwork"));
    assertEquals("Never", text(pod, "restartPolicy"));
    assertEquals("", text(pod, "nodeSelector", "node-role.kubernetes.io/control-plane"));
    assertEquals("node-role.kubernetes.io/control-plane", text(pod, "tolerations", 0, "key"));
    assertEquals("registry.local/runbook:1", text(pod, "containers", 0, "image"));
    Node mounts = at(pod, "containers", 0, "volumeMounts");
    assertEquals("/etc", text(mounts, 0, "mountPath"));
    assertEquals("/etc/kubernetes/pki/etcd", text(mounts, 1, "mountPath"));
    assertEquals("true", text(mounts, 1, "readOnly"));
    assertEquals("/srv/backups", text(mounts, 2, "mountPath"));
    Sequence given = (Sequence) at(pod, "containers", 0, "args");
    assertEquals(BACKUP, given.items().stream().map(item -> ((Scalar) item).text()).toList());
  }

  @Test
  void theRecipientGoesAlongInBothWithItsBlanks() {
    String key = "age:ssh-ed25519 " + "A".repeat(68) + " me@here";
    String[] words = {"schedule", "-i", "/etc/inv.yaml", "--recipient", key, "--for", "cronjob"};
    assertTrue(printed(words).contains("\"-v\", \"recipient=" + key + "\""));
    words[6] = "systemd";
    assertTrue(printed(words).contains(" -v \"recipient=" + key + "\"\n"));
    assertEquals(ExitCode.COMMAND_LINE, run("schedule", "--recipient", "gpg:ops@example.org"));
  }

  @Test
  void aTimerRunsTheSameCommandAndMakesUpForALostTime() {
    List<String> lines =
        printed("schedule", "-i", "/etc/inv.yaml", "--to", "/srv/backups", "--program", "/x/rb")
            .lines()
            .toList();
    assertTrue(lines.contains("ExecStart=/x/rb " + String.join(" ", BACKUP)), lines::toString);
    for (String line :
        List.of(
            "[Service]",
            "Type=oneshot",
            "[Timer]",
            "OnCalendar=*-*-* 0/6:00:00",
            "Persistent=true",
            "[Install]",
            "WantedBy=timers.target")) {
      assertTrue(lines.contains(line), line);
    }
  }

  @Test
  void saysHowManySnapshotsStay() {
    assertTrue(printed("schedule", "--keep", "28").contains("-v keep=28\n"), out::toString);
    assertEquals(ExitCode.COMMAND_LINE, run("schedule", "--keep", "-1"));
  }

  @Test
  void systemdFindsNothingToSayAboutTheUnits() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(ANALYZE), "systemd-analyze is not on this machine");
    // A path that systemd takes as it is, but for the percent sign.
    Path program = Files.createDirectories(folder.resolve("a $b 50%")).resolve("runbook");
    Files.writeString(program, "#!/bin/sh\n");
    assertTrue(program.toFile().setExecutable(true));
    for (String every : List.of("1", "6", "24")) {
      out.reset();
      String units = printed("schedule", "--program", program.toString(), "--every", every);
      List<String> files = new ArrayList<>();
      for (String unit : units.split("# /etc/systemd/system/", -1)) {
        if (!unit.isEmpty()) {
          int end = unit.indexOf('\n');
          Path file = folder.resolve(unit.substring(0, end));
          files.add(Files.writeString(file, unit.substring(end)).toString());
        }
      }
      assertEquals(2, files.size());
      List<String> command = new ArrayList<>(List.of(ANALYZE.toString(), "verify"));
      command.addAll(files);
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), said);
      assertEquals("", said);
    }
  }

  @Test
  void aCronJobHasOnlyFieldsThatKubernetesKnows() throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
            .getSchema(Files.readString(Path.of("src/test/resources/schemas/cronjob.json")));
    for (String every : List.of("1", "6", "24")) {
      out.reset();
      String yaml = printed("schedule", "--for", "cronjob", "--every", every, "--keep", "3");
      Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
      ObjectNode job = new ObjectMapper().valueToTree(read);
      assertEquals(Set.of(), schema.validate(job));
      assertEquals(
          0400,
          job.at("/spec/jobTemplate/spec/template/spec/volumes/0/secret/defaultMode").asInt());
      ((ObjectNode) job.at("/spec/jobTemplate/spec/template/spec")).put("restartpolicy", "Never");
      assertEquals(1, schema.validate(job).size(), "the schema is not strict");
    }
  }

  @Test
  void refusesAPaceThatDoesNotDivideADay() {
    assertEquals(ExitCode.COMMAND_LINE, run("schedule", "--every", "5"));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("does not divide a day"));
  }

  @Test
  void namesWithBlanksAndSignsArriveAsTheyAre() {
    String folder = "/srv/50% of \"all\" $(HOME)";
    assertTrue(
        printed("schedule", "--to", folder)
            .contains(" -v \"to=/srv/50%% of \\\"all\\\" $$(HOME)\"\n"),
        () -> out.toString(StandardCharsets.UTF_8));
    out.reset();
    String yaml = printed("schedule", "--for", "cronjob", "--to", folder);
    Node job = YamlReader.read(new SourceFile("cronjob.yaml", yaml)).value().orElseThrow();
    Node pod = at(job, "spec", "jobTemplate", "spec", "template", "spec");
    assertEquals(
        "to=/srv/50% of \"all\" $$(HOME)", text(pod, "containers", 0, "args", BACKUP.size() - 1));
    assertEquals(folder, text(pod, "containers", 0, "volumeMounts", 2, "mountPath"));
  }

  @Test
  void refusesANameThatWouldBeginALineOfItsOwn() {
    assertEquals(ExitCode.COMMAND_LINE, run("schedule", "--program", "/x\nUser=nobody"));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("--program"));
  }
}
