package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.etcdrunbook.lab.Lab;
import io.github.etcdrunbook.lab.LabCatalog;
import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.lab.LabHost;
import io.github.etcdrunbook.lab.LabSpec;
import io.github.etcdrunbook.lab.LabSurroundings;
import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A lab with a filled cluster, and the program as its operator starts it: in processes of its own,
 * with a state folder of its own. Closing it ends what runs and removes the lab.
 */
final class RestoreLab implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int KEYS = 300;
  private static final Duration UP_LIMIT = Duration.ofMinutes(2);
  private static final long RUN_MINUTES = 6;

  private final Path folder;
  private final Shape shape;
  private final Lab lab;
  private final Path etcdctl;
  private final List<Started> all = new ArrayList<>();

  /** What a process of the program left. */
  record Result(int status, String out, String err) {
    String all() {
      return "exit " + status + "\n" + out + err;
    }
  }

  private RestoreLab(Path folder, String name, Path etcd, Shape shape) throws IOException {
    this.folder = folder;
    this.shape = shape;
    this.etcdctl = etcd.toAbsolutePath().resolve("etcdctl");
    this.lab =
        new Lab(
            new LabCatalog(Files.createDirectories(folder.resolve("labs"))),
            name,
            new LabSurroundings(
                Clock.systemUTC(),
                time -> Thread.sleep(time.toMillis()),
                Map.copyOf(System.getenv())));
  }

  /**
   * What a lab is made of.
   *
   * @param line of etcd: 34 or 35
   * @param bare hosts more that never had etcd
   * @param operator {@code root}, or {@code ops} who becomes root through sudo
   */
  record Shape(Profile profile, String line, int hosts, int bare, int keys, String operator) {
    Shape(Profile profile, String line) {
      this(profile, line, 3, 0, KEYS, "root");
    }
  }

  /** Makes one of three hosts; line is 34 or 35. */
  static RestoreLab up(Path folder, String name, Profile profile, String line)
      throws IOException, LabException {
    return up(folder, name, new Shape(profile, line));
  }

  static RestoreLab up(Path folder, String name, Shape shape) throws IOException, LabException {
    String line = shape.line();
    Path etcd =
        Path.of(
            System.getProperty(
                "etcd.bin." + line,
                "build/tools/etcd-" + line.charAt(0) + "." + line.charAt(1) + "/usr/bin"));
    RestoreLab made = new RestoreLab(folder, name, etcd, shape);
    try {
      made.lab.up(
          new LabSpec(
              new LabSpec.Members(shape.hosts(), shape.bare()),
              shape.profile(),
              new LabSpec.Disk(shape.keys() > KEYS ? 4L << 30 : 1L << 30, false),
              Optional.of(etcd),
              new LabSpec.Comfort(true, 1)),
          UP_LIMIT);
      made.lab.fill(shape.keys());
      return made;
    } catch (IOException | LabException | RuntimeException e) {
      made.close();
      throw e;
    }
  }

  Lab lab() {
    return lab;
  }

  Shape shape() {
    return shape;
  }

  /** The inventory of the operator that this lab's shape names. */
  Path inventory() {
    return shape.operator().equals("ops") ? lab.inventoryOfOps() : lab.inventory();
  }

  Path folder() {
    return folder;
  }

  String cluster() {
    return "lab-" + folder.relativize(lab.folder()).getFileName();
  }

  /** A process of the program that runs. */
  final class Started {
    private final Process process;
    private final Path out;
    private final Path err;

    private Started(List<String> command, Path state) throws IOException {
      out = Files.createTempFile(folder, "run", ".out");
      err = Files.createTempFile(folder, "run", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().put("XDG_STATE_HOME", state.toString());
      process = builder.start();
      process.getOutputStream().close();
    }

    /** Waits until it has said something. */
    void awaitSaid(String words) throws IOException, InterruptedException {
      long start = System.nanoTime();
      while (!Files.readString(err).contains(words)) {
        assertTrue(process.isAlive(), () -> "ended before `" + words + "`: " + left().all());
        assertTrue(
            System.nanoTime() - start < TimeUnit.MINUTES.toNanos(RUN_MINUTES),
            () -> "never said `" + words + "`: " + left().all());
        Thread.sleep(10);
      }
    }

    /** Waits until it has said something, or has ended; whether it said it. */
    boolean saysBeforeItsEnd(String words) throws IOException, InterruptedException {
      while (process.isAlive() && !Files.readString(err).contains(words)) {
        Thread.sleep(10);
      }
      return Files.readString(err).contains(words);
    }

    /** Ends it as kill -9 does, with the process that it started inside the lab's namespace. */
    Result kill() throws InterruptedException {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      return left();
    }

    Result await() throws InterruptedException {
      if (!process.waitFor(RUN_MINUTES, TimeUnit.MINUTES)) {
        throw new AssertionError("still running: " + kill().all());
      }
      return left();
    }

    /** What it has said so far. */
    Result left() {
      try {
        int status = process.isAlive() ? -1 : process.exitValue();
        return new Result(status, Files.readString(out), Files.readString(err));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static List<String> java(List<String> options, Class<?> main, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path"))));
    command.addAll(options);
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }

  /** Lays the program there, as a file that can be started by its path. */
  static Path program(Path file) throws IOException {
    String words =
        java(List.of(), Main.class, List.of()).stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\nexec " + words + " \"$@\"\n");
    assertTrue(file.toFile().setExecutable(true));
    return file;
  }

  /** A command line of this machine, with the state folder of the operator. */
  Result command(List<String> words) throws IOException, InterruptedException {
    return started(words, folder.resolve("state")).await();
  }

  /** Another program of the test's, inside the lab's network already. */
  Started startInside(List<String> options, Class<?> main, List<String> arguments)
      throws IOException {
    return started(
        lab.operatorNamespace().command(java(options, main, arguments)), folder.resolve("state"));
  }

  /** Starts the program inside the lab's network, where it need not start itself again. */
  Started start(String... arguments) throws IOException {
    return start(folder.resolve("state"), arguments);
  }

  /** The same with another state folder, which is another machine. */
  Started start(Path state, String... arguments) throws IOException {
    return started(
        lab.operatorNamespace().command(java(List.of(), Main.class, List.of(arguments))), state);
  }

  private Started started(List<String> command, Path state) throws IOException {
    Started started = new Started(command, state);
    all.add(started);
    return started;
  }

  Result run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).await();
  }

  /** Saves a snapshot with the program, which enters the lab's network by itself here. */
  Path backup() throws IOException, InterruptedException {
    Path to = Files.createTempDirectory(folder, "backup");
    List<String> arguments =
        List.of("run", "backup", "-i", inventory().toString(), "-v", "to=" + to, "-y");
    Result saved = started(java(List.of(), Main.class, arguments), folder.resolve("state")).await();
    assertEquals(0, saved.status(), saved::all);
    try (Stream<Path> files = Files.list(to)) {
      return files.filter(file -> file.toString().endsWith(".db")).findFirst().orElseThrow();
    }
  }

  /** etcdctl on the operator's machine, asked for JSON by the members of all hosts. */
  JsonNode etcdctl(String... arguments) throws IOException, InterruptedException, LabException {
    return etcdctl(hostNames(), arguments);
  }

  /** The same, of the members of these hosts only. */
  JsonNode etcdctl(List<String> hosts, String... arguments)
      throws IOException, InterruptedException, LabException {
    List<String> command = new ArrayList<>(List.of("env", "ETCDCTL_API=3", etcdctl.toString()));
    Path certificates = lab.operatorCertificates();
    command.add("--cacert=" + certificates.resolve("ca.crt"));
    command.add("--cert=" + certificates.resolve("client.crt"));
    command.add("--key=" + certificates.resolve("client.key"));
    command.add("--endpoints=" + String.join(",", endpoints(hosts)));
    command.add("--write-out=json");
    command.addAll(List.of(arguments));
    Path err = Files.createTempFile(folder, "etcdctl", ".err");
    Process process =
        new ProcessBuilder(lab.operatorNamespace().command(command))
            .redirectError(err.toFile())
            .start();
    JsonNode answer = JSON.readTree(process.getInputStream());
    assertEquals(0, process.waitFor(), Files.readString(err));
    return answer;
  }

  private List<String> endpoints(List<String> names) throws IOException, LabException {
    return lab.hosts().stream()
        .filter(host -> names.contains(host.name()))
        .map(host -> "https://" + host.address() + ":2379")
        .toList();
  }

  /** The hosts that had a member from the start. */
  List<String> hostNames() throws IOException, LabException {
    return lab.hosts().stream().filter(host -> !host.bare()).map(LabHost::name).toList();
  }

  /** The ids that the members say: `cluster` or `member`, in hexadecimal. */
  Set<String> ids(String what) throws IOException, InterruptedException, LabException {
    Set<String> ids = new TreeSet<>();
    for (JsonNode one : etcdctl("endpoint", "status")) {
      String id = one.at("/Status/header/" + what + "_id").asText();
      ids.add("%016x".formatted(Long.parseUnsignedLong(id)));
    }
    return ids;
  }

  /** The lowest revision of all members. */
  long revision() throws IOException, InterruptedException, LabException {
    long lowest = Long.MAX_VALUE;
    for (JsonNode one : etcdctl("endpoint", "status")) {
      lowest = Math.min(lowest, one.at("/Status/header/revision").asLong());
    }
    return lowest;
  }

  /** The hashes of all keys that the members say, at one revision. */
  Set<Long> hashes() throws IOException, InterruptedException, LabException {
    Set<Long> hashes = new TreeSet<>();
    for (JsonNode one : etcdctl("endpoint", "hashkv", "--rev=" + revision())) {
      hashes.add(one.at("/HashKV/hash").asLong());
    }
    return hashes;
  }

  /** Runs a script on a host; its output. */
  String on(String host, String script) throws IOException, LabException {
    Lab.HostOutput output = lab.exec(host, List.of("bash", "-c", script));
    assertEquals(0, output.exit(), output::text);
    return output.text().strip();
  }

  @Override
  public void close() throws IOException, LabException {
    for (Started one : all) {
      one.process.descendants().forEach(ProcessHandle::destroyForcibly);
      one.process.destroyForcibly();
    }
    lab.down();
  }
}
