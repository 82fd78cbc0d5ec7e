package io.github.etcdrunbook.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One lab: hosts for rehearsal, made, filled, broken, repaired and removed. Everything it is made
 * of is found again from its folder, so that any process can go on where another one ended, and
 * {@link #down} works from every state. Prints nothing.
 */
public final class Lab {
  private static final Duration LOOK = Duration.ofMillis(60);

  private final String name;
  private final LabCatalog catalog;
  private final LabFolder folder;
  private final LabSurroundings around;
  private final LabNetwork network;

  /** A handle of the lab of that name, whether it exists or not. */
  public Lab(LabCatalog catalog, String name, LabSurroundings around) {
    if (!name.matches("[a-z0-9][a-z0-9-]{0,30}")) {
      throw new IllegalArgumentException(
          "a lab's name has lower-case letters, digits and dashes, not `" + name + "`");
    }
    this.name = name;
    this.catalog = catalog;
    this.folder = new LabFolder(catalog.folder().resolve(name));
    this.around = around;
    this.network = new LabNetwork(folder);
  }

  /** Makes the lab and waits until all API servers are ready. */
  public void up(LabSpec spec, Duration limit) throws IOException, LabException {
    create(spec);
    awaitReady(limit);
  }

  /** Makes the lab and returns as soon as sshd answers on all hosts. */
  public void create(LabSpec spec) throws IOException, LabException {
    LabTools tools = LabTools.find(spec.etcd(), around.environment());
    if (Files.exists(folder.root())) {
      throw new LabException("there is a lab `" + name + "` already", "lab down, or another name");
    }
    if (folder.root().toString().matches(".*[,:\\s\"].*")) {
      throw new LabException("no comma, colon or blank in " + folder.root(), "");
    }
    Files.createDirectories(catalog.folder());
    Files.createDirectory(
        folder.root(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    LabSettings settings = new LabSettings(spec, catalog.freeNetwork(), tools.etcdVersion());
    settings.write(folder.settings());
    prepare(settings, tools);
    List<LabHost> hosts = settings.hosts();
    network.create(settings.operatorAddress(), hosts);
    HostPower power = power();
    for (LabHost host : hosts) {
      power.on(host);
    }
    for (LabHost host : hosts) {
      power.awaitBoot(host);
    }
  }

  private void prepare(LabSettings settings, LabTools tools) throws IOException, LabException {
    List<LabHost> hosts = settings.hosts();
    SshAccess.newKey(folder.identity(), "etcd-runbook-lab-" + name);
    NodePrograms.pack(folder.programs().resolve("node.jar"));
    new SharedLayer(folder.shared(), tools, settings.spec()).make();
    HostSeed seed = new HostSeed(folder, settings.spec(), tools, hosts);
    List<Work> work = new ArrayList<>();
    work.add(() -> new PodImages(folder.images(), tools).make());
    try {
      ControlPlanePki pki = new ControlPlanePki(around.clock());
      pki.writeOperator(new FileTree(folder.operator()));
      for (LabHost host : hosts) {
        work.add(() -> seed.make(host, pki));
      }
      inParallel(work);
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot make certificates", e);
    }
    seed.publishHostKeys();
    SshAccess.writeConfig(folder, hosts);
    new InventoryFile(folder, name, settings.spec().profile()).write(hosts);
  }

  private interface Work {
    void run() throws IOException, GeneralSecurityException;
  }

  private static void inParallel(List<Work> work) throws IOException {
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<?>> running = new ArrayList<>();
      for (Work one : work) {
        running.add(
            threads.submit(
                () -> {
                  one.run();
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Waits until every host is on and every readiness probe passes. */
  public void awaitReady(Duration limit) throws IOException, LabException {
    long end = around.clock().millis() + limit.toMillis();
    LabStatus status = status();
    while (!status.ready()) {
      if (around.clock().millis() > end) {
        throw new LabException(
            "not ready after " + limit.toSeconds() + " s: " + status, "lab status, lab down");
      }
      around.sleep(LOOK);
      status = status();
    }
  }

  /** What there is of it now. */
  public LabStatus status() throws IOException, LabException {
    LabSettings settings = settings();
    List<LabStatus.Host> hosts = new ArrayList<>();
    HostPower power = power();
    Breakage breakage = breakage(settings);
    for (LabHost host : settings.hosts()) {
      Optional<Path> root = power.root(host);
      List<LabStatus.Container> containers =
          root.isEmpty()
              ? List.of()
              : new ContainerFiles(root.get()).newest(!settings.etcdVersion().startsWith("3.4."));
      hosts.add(new LabStatus.Host(host, root.isPresent(), containers, breakage.of(host)));
    }
    return new LabStatus(NetworkNamespace.isMounted(folder.operatorNamespace()), hosts);
  }

  /** Removes the lab, whatever state it is in; false when there was nothing. */
  public boolean down() throws IOException, LabException {
    if (!Files.exists(folder.root())) {
      return false;
    }
    Optional<LabSettings> settings = LabSettings.read(folder.settings());
    List<LabHost> hosts = settings.map(LabSettings::hosts).orElse(List.of());
    for (LabHost host : hosts) {
      // First, since a file system that is taken off a slow disk keeps its last process for long.
      if (breakage(settings.orElseThrow()).of(host).contains(Fault.SLOW_DISK)) {
        new DiskThrottle(folder, host).release(around);
      }
    }
    power().killAll(hosts);
    network.remove();
    Tool.must("rm", "-rf", "--one-file-system", folder.root().toString());
    return true;
  }

  /** Writes Kubernetes-like objects into etcd; how many bytes the values have. */
  public long fill(int keys) throws IOException, LabException {
    LabSettings settings = settings();
    List<LabHost> members = settings.hosts().stream().filter(host -> !host.bare()).toList();
    List<String> argv = new ArrayList<>();
    argv.add(power().java().resolve("bin/java").toString());
    argv.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "-cp"));
    argv.add(folder.programs().resolve("node.jar").toString());
    argv.addAll(List.of(NodePrograms.MAIN, "fill", "--keys=" + keys));
    argv.add("--endpoint=https://" + members.get(0).address() + ":2379");
    argv.add("--hosts=" + String.join(",", members.stream().map(LabHost::name).toList()));
    argv.add("--cacert=" + folder.operator().resolve("ca.crt"));
    argv.add("--cert=" + folder.operator().resolve("client.crt"));
    argv.add("--key=" + folder.operator().resolve("client.key"));
    Tool.Output output = Tool.run(operatorNamespace().command(argv), "");
    if (output.exit() != 0) {
      throw new LabException("cannot fill the lab: " + output.text().strip(), "lab status");
    }
    return Long.parseLong(output.text().strip());
  }

  /** Runs a command on a host as root, without ssh; its exit status and output. */
  public HostOutput exec(String host, List<String> argv) throws IOException, LabException {
    Tool.Output output = Tool.run(power().command(host(host), argv), "");
    return new HostOutput(output.exit(), output.text());
  }

  /** What a command on a host said. */
  public record HostOutput(int exit, String text) {}

  /** The command line that opens a shell on a host through ssh, or runs a command there. */
  public List<String> shell(String user, String host, List<String> argv)
      throws IOException, LabException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("ssh", "-F", folder.sshConfig().toString(), "-l", user));
    command.add(host(host).name());
    command.addAll(argv);
    return operatorNamespace().command(command);
  }

  /** Breaks a host; a fault that it has already is left as it is. */
  public void breakHost(String host, Fault fault) throws IOException, LabException {
    breakage(settings()).add(host(host), fault);
  }

  /** Repairs all that is broken on a host, and switches it on if it is off. */
  public void repair(String host) throws IOException, LabException {
    breakage(settings()).repair(host(host));
  }

  /** The only place from which the hosts can be reached by network. */
  public OperatorNamespace operatorNamespace() {
    return new OperatorNamespace(folder.operatorNamespace());
  }

  /** The inventory that logs in as root. */
  public Path inventory() {
    return folder.inventory();
  }

  /** The inventory that logs in as ops and becomes root through sudo. */
  public Path inventoryOfOps() {
    return folder.inventoryOfOps();
  }

  /** The configuration for a plain {@code ssh -F}. */
  public Path sshConfig() {
    return folder.sshConfig();
  }

  /** Certificates of an etcd client: ca.crt, client.crt, client.key, kubernetes-ca.crt. */
  public Path operatorCertificates() {
    return folder.operator();
  }

  /** The hosts, those with a member first. */
  public List<LabHost> hosts() throws IOException, LabException {
    return settings().hosts();
  }

  /** The folder with all its files. */
  public Path folder() {
    return folder.root();
  }

  private LabHost host(String wanted) throws IOException, LabException {
    List<LabHost> hosts = settings().hosts();
    return hosts.stream()
        .filter(host -> host.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new LabException(
                    "no host `" + wanted + "` in lab `" + name + "`",
                    "its hosts: " + String.join(", ", hosts.stream().map(LabHost::name).toList())));
  }

  private LabSettings settings() throws IOException, LabException {
    return LabSettings.read(folder.settings())
        .orElseThrow(
            () ->
                new LabException(
                    "there is no lab `" + name + "` in " + catalog.folder(), "lab up"));
  }

  private HostPower power() throws IOException {
    return new HostPower(folder, Path.of(System.getProperty("java.home")).toRealPath(), around);
  }

  private Breakage breakage(LabSettings settings) throws IOException {
    return new Breakage(folder, power(), network, around, settings.spec().disk().etcdMount());
  }
}
