package io.github.etcdrunbook.lab.node;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Starts one of the programs of a lab host: {@code kubelet}, {@code kube-apiserver}, {@code
 * kube-controller-manager}, {@code kube-scheduler}, or {@code fill} beside the hosts.
 */
public final class Main {
  private Main() {}

  /** Runs the program that the first argument names, with the flags after it. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Machine machine =
        new Machine(Clock.systemUTC(), System.out, time -> Thread.sleep(time.toMillis()));
    Flags flags = Flags.of(Arrays.asList(arguments));
    Executor threads =
        task -> {
          Thread thread = new Thread(task);
          thread.setDaemon(true);
          thread.start();
        };
    String program = arguments.length == 0 ? "" : arguments[0];
    int status =
        switch (program) {
          case "kubelet" -> {
            kubelet(flags, machine);
            yield 0;
          }
          case "kube-apiserver" -> new ApiServer(flags, machine, threads).run();
          case "kube-controller-manager", "kube-scheduler" ->
              new LeaseHolder(program, flags, machine, threads).run();
          case "fill" -> Fill.run(flags, machine);
          default -> {
            machine.say("unknown program: " + List.of(arguments));
            yield 2;
          }
        };
    System.exit(status);
  }

  private static void kubelet(Flags flags, Machine machine)
      throws IOException, InterruptedException {
    String host = InetAddress.getLocalHost().getHostName();
    Path manifests =
        Kubelet.manifestFolder(
            Path.of(flags.find("config").orElse("/var/lib/kubelet/config.yaml")));
    Path containers = Files.createDirectories(Path.of("/run/lab/containers"));
    StartScript scripts = new StartScript(Path.of("/opt/lab/images"));
    ContainerRuntime runtime =
        new ContainerRuntime(containers, Path.of("/opt/lab/bin/container-shim"), scripts, machine);
    double scale = Double.parseDouble(flags.find("time-scale").orElse("1"));
    machine.say("kubelet of " + host + " keeps " + manifests);
    new Kubelet(machine, Pace.scaled(scale), runtime, new ManifestFolder(manifests, host, machine))
        .run();
  }
}
