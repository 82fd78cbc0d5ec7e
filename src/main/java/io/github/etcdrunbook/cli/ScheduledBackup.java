package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.world.Recipient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The files that run the playbook `backup` regularly, as lines. Pure. */
record ScheduledBackup(Options options, Duration every) {
  /** What a backup is told, the same for every keeper of time. */
  static final class Options {
    @Option(
        names = {"-i", "--inventory"},
        paramLabel = "FILE",
        defaultValue = "/etc/etcd-runbook/inventory.yaml",
        description = "The inventory (default: ${DEFAULT-VALUE}).")
    private Path inventory;

    @Option(
        names = "--to",
        paramLabel = "FOLDER",
        defaultValue = "/var/backups/etcd",
        description = "The folder for the snapshots (default: ${DEFAULT-VALUE}).")
    private Path folder;

    @Option(
        names = "--program",
        paramLabel = "FILE",
        defaultValue = "/opt/etcd-runbook/bin/etcd-runbook",
        description = "This program on that machine (default: ${DEFAULT-VALUE}).")
    private Path program;

    @Option(
        names = "--image",
        paramLabel = "IMAGE",
        defaultValue = "registry.example.org/etcd-runbook:latest",
        description = "An image that holds this program, for a CronJob.")
    private String image;

    @Option(
        names = "--keep",
        paramLabel = "NUMBER",
        defaultValue = "0",
        description =
            "So many verified snapshots stay, older ones are deleted; 0 deletes none (default).")
    private int keep;

    @Option(
        names = "--recipient",
        paramLabel = "KEY",
        defaultValue = "",
        description =
            "age:KEY or gpg:FINGERPRINT, for whom manifests and keys are encrypted; that machine or"
                + " image needs age, or gpg with the key (default: they are left out).")
    private String recipient;

    /** All that the files are made of, under the name of its option. */
    private Map<String, String> texts() {
      return Map.of(
          "--inventory", inventory.toString(),
          "--to", folder.toString(),
          "--program", program.toString(),
          "--image", image,
          "--recipient", recipient);
    }
  }

  /** Whether fewer than none are to stay. */
  boolean keepsTooFew() {
    return options.keep < 0;
  }

  /** The options that no file could carry: a line break would begin a setting of its own. */
  List<String> unfit() {
    return options.texts().entrySet().stream()
        .filter(text -> text.getValue().chars().anyMatch(Character::isISOControl))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** The command line of one backup, without the program. */
  List<String> arguments() {
    List<String> words =
        new ArrayList<>(
            List.of(
                "run",
                "backup",
                "-y",
                "-i",
                options.inventory.toAbsolutePath().toString(),
                "-v",
                "to=" + options.folder.toAbsolutePath()));
    if (options.keep > 0) {
      words.addAll(List.of("-v", "keep=" + options.keep));
    }
    if (!options.recipient.isEmpty()) {
      words.addAll(List.of("-v", "recipient=" + options.recipient));
    }
    return List.copyOf(words);
  }

  /** Whether files are to be encrypted for something that is no key. */
  boolean namesNoKey() {
    return !options.recipient.isEmpty() && Recipient.read(options.recipient).isEmpty();
  }

  /** A service of systemd and its timer. */
  List<String> units() {
    String hours = every.toHours() == 24 ? "03" : "0/" + every.toHours();
    return """
    # /etc/systemd/system/etcd-runbook-backup.service
    [Unit]
    Description=Verified snapshot of etcd
    Wants=network-online.target
    After=network-online.target

    [Service]
    Type=oneshot
    ExecStart=%s %s
    UMask=0077
    Nice=10
    IOSchedulingClass=idle
    TimeoutStartSec=1h

    # /etc/systemd/system/etcd-runbook-backup.timer
    [Unit]
    Description=Verified snapshot of etcd, regularly

    [Timer]
    OnCalendar=*-*-* %s:00:00
    RandomizedDelaySec=10min
    Persistent=true

    [Install]
    WantedBy=timers.target

    # Then: systemctl daemon-reload && systemctl enable --now etcd-runbook-backup.timer\
    """
        .formatted(
            program(options.program.toAbsolutePath().toString()),
            String.join(" ", arguments().stream().map(ScheduledBackup::word).toList()),
            hours)
        .lines()
        .toList();
  }

  /**
   * A CronJob. It runs on a control-plane node in the host's network, sees its certificates without
   * being able to change them, and never twice at one time.
   */
  List<String> cronJob() {
    String hours = every.toHours() == 24 ? "3" : "*/" + every.toHours();
    return """
    apiVersion: batch/v1
    kind: CronJob
    metadata:
      name: etcd-runbook-backup
      namespace: kube-system
    spec:
      schedule: "0 %s * * *"
      concurrencyPolicy: Forbid
      startingDeadlineSeconds: 600
      successfulJobsHistoryLimit: 3
      failedJobsHistoryLimit: 3
      jobTemplate:
        spec:
          backoffLimit: 0
          activeDeadlineSeconds: 3600
          template:
            spec:
              restartPolicy: Never
              hostNetwork: true
              automountServiceAccountToken: false
              nodeSelector:
                node-role.kubernetes.io/control-plane: ""
              tolerations:
              - key: node-role.kubernetes.io/control-plane
                operator: Exists
                effect: NoSchedule
              containers:
              - name: backup
                image: %s
                args: [%s]
                securityContext:
                  allowPrivilegeEscalation: false
                  capabilities: {drop: [ALL]}
                volumeMounts:
                - {name: inventory, mountPath: %s, readOnly: true}
                - {name: certificates, mountPath: /etc/kubernetes/pki/etcd, readOnly: true}
                - {name: backups, mountPath: %s}
              volumes:
              # The inventory, and what its SSH settings name.
              - {name: inventory, secret: {secretName: etcd-runbook, defaultMode: 0400}}
              - name: certificates
                hostPath: {path: /etc/kubernetes/pki/etcd, type: Directory}
              - name: backups
                hostPath: {path: %s, type: DirectoryOrCreate}\
    """
        .formatted(
            hours,
            quoted(options.image),
            String.join(", ", arguments().stream().map(ScheduledBackup::argument).toList()),
            quoted(folderOf(options.inventory.toAbsolutePath()).toString()),
            quoted(options.folder.toAbsolutePath().toString()),
            quoted(options.folder.toAbsolutePath().toString()))
        .lines()
        .toList();
  }

  private static Path folderOf(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of("/") : parent;
  }

  /** The program of a command line of systemd: no variables, so a `$` there is one. */
  private static String program(String path) {
    return written(path.replace("%", "%%"));
  }

  /** An argument of a command line of systemd, which expands `%` and `$`. */
  private static String word(String text) {
    return written(text.replace("%", "%%").replace("$", "$$"));
  }

  private static String written(String literal) {
    boolean plain =
        literal
            .chars()
            .noneMatch(
                c -> Character.isWhitespace(c) || c == '"' || c == '\'' || c == '\\' || c == ';');
    return plain ? literal : quoted(literal);
  }

  /** One argument of a container: Kubernetes expands `$(NAME)`. */
  private static String argument(String text) {
    return quoted(text.replace("$(", "$$("));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
