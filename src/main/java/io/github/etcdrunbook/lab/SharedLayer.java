package io.github.etcdrunbook.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What all hosts of a lab have on top of the machine's own root: sshd and sudo, the users, the
 * stand-ins for crictl, systemctl and the kubelet, and what etcd the hosts have installed. The
 * machine's password hashes do not get into it.
 */
final class SharedLayer {
  /** The ordinary user of every host, with sudo and without a password. */
  static final String OPS = "ops";

  private final FileTree tree;
  private final LabTools tools;
  private final LabSpec spec;

  SharedLayer(Path folder, LabTools tools, LabSpec spec) {
    this.tree = new FileTree(folder);
    this.tools = tools;
    this.spec = spec;
  }

  void make() throws IOException {
    tree.folder("", "rwxr-xr-x");
    tree.folder("etc", "rwxr-xr-x");
    if (tools.sshRoot().isPresent()) {
      copyPackages(tools.sshRoot().get());
    }
    scripts();
    users();
    settings();
    boolean systemd = spec.profile() == io.github.etcdrunbook.world.EtcdLayout.Profile.SYSTEMD;
    for (String name : List.of("etcd", "etcdctl", "etcdutl")) {
      Path program = tools.etcd().resolve(name);
      boolean wanted = systemd || (spec.comfort().hostTools() && !name.equals("etcd"));
      if (wanted && Files.exists(program)) {
        String path = "usr/local/bin/" + name;
        tree.link(path, "/opt/lab/images/etcd/root/" + path);
      }
    }
  }

  /** Only usr and etc: a folder lib would hide the machine's link of that name. */
  private void copyPackages(Path root) throws IOException {
    for (String part : List.of("usr/bin", "usr/sbin", "usr/lib", "usr/libexec")) {
      if (Files.isDirectory(root.resolve(part))) {
        Files.createDirectories(tree.root().resolve("usr"));
        Tool.must("cp", "-a", root.resolve(part).toString(), tree.root().resolve("usr").toString());
      }
    }
    for (String part : List.of("pam.d", "sudo.conf")) {
      Path from = root.resolve("etc").resolve(part);
      if (Files.exists(from)) {
        Tool.must("cp", "-a", from.toString(), tree.root().resolve("etc").toString());
      }
    }
  }

  private void scripts() throws IOException {
    String executable = "rwxr-xr-x";
    Map<String, String> places =
        Map.of(
            "crictl", "usr/local/bin/crictl",
            "systemctl", "usr/bin/systemctl",
            "container-shim", "opt/lab/bin/container-shim",
            "unit-supervisor", "opt/lab/bin/unit-supervisor",
            "unit-library", "opt/lab/bin/unit-library",
            "with-environment", "opt/lab/bin/with-environment",
            "host-init", "opt/lab/bin/host-init");
    for (Map.Entry<String, String> place : places.entrySet()) {
      tree.write(place.getValue(), executable, Template.text(place.getKey()));
    }
    Map<String, String> flags =
        Map.of(
            "JAVA_FLAGS",
            String.join(" ", NodePrograms.JAVA_FLAGS),
            "KUBELET_FLAGS",
            "--time-scale=" + spec.comfort().timeScale());
    tree.write("usr/bin/kubelet", executable, Template.filled("kubelet", flags));
    tree.write(
        "usr/lib/systemd/system/kubelet.service", "rw-r--r--", Template.text("kubelet.service"));
    tree.link(
        "etc/systemd/system/multi-user.target.wants/kubelet.service",
        "/usr/lib/systemd/system/kubelet.service");
  }

  private void users() throws IOException {
    StringBuilder passwd = new StringBuilder(Files.readString(Path.of("/etc/passwd")));
    StringBuilder group = new StringBuilder(Files.readString(Path.of("/etc/group")));
    Set<Integer> taken = new HashSet<>();
    for (String line : (passwd + "\n" + group).split("\n")) {
      String[] fields = line.split(":");
      if (fields.length > 2) {
        taken.add(Integer.parseInt(fields[2]));
      }
    }
    add(passwd, group, taken, "sshd:900:/run/sshd:/usr/sbin/nologin");
    add(passwd, group, taken, "etcd:901:/var/lib/etcd:/usr/sbin/nologin");
    add(passwd, group, taken, OPS + ":2000:/home/" + OPS + ":/bin/bash");
    StringBuilder shadow = new StringBuilder();
    for (String line : passwd.toString().split("\n")) {
      shadow.append(line.split(":")[0]).append(":*:20000:0:99999:7:::\n");
    }
    tree.write("etc/passwd", "rw-r--r--", passwd.toString());
    tree.write("etc/group", "rw-r--r--", group.toString());
    tree.write("etc/shadow", "rw-r-----", shadow.toString());
  }

  /** Adds {@code name:id:home:shell} unless there is such a user; takes the next free id. */
  private static void add(
      StringBuilder passwd, StringBuilder group, Set<Integer> taken, String user) {
    String[] fields = user.split(":");
    if (passwd.toString().lines().anyMatch(line -> line.startsWith(fields[0] + ":"))) {
      return;
    }
    int id = Integer.parseInt(fields[1]);
    while (taken.contains(id)) {
      id++;
    }
    taken.add(id);
    passwd.append("%s:x:%d:%d::%s:%s\n".formatted(fields[0], id, id, fields[2], fields[3]));
    if (group.toString().lines().noneMatch(line -> line.startsWith(fields[0] + ":"))) {
      group.append("%s:x:%d:\n".formatted(fields[0], id));
    }
  }

  private void settings() throws IOException {
    tree.write("etc/ssh/sshd_config", "rw-r--r--", Template.text("sshd_config"));
    tree.write(
        "etc/sudoers",
        "r--r-----",
        """
        Defaults env_reset
        Defaults secure_path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        root ALL=(ALL:ALL) ALL
        %s ALL=(ALL:ALL) NOPASSWD: ALL
        """
            .formatted(OPS));
    // Without a login manager there is nothing to ask but whether the account exists.
    tree.write(
        "etc/pam.d/sudo",
        "rw-r--r--",
        """
        auth sufficient pam_permit.so
        account sufficient pam_permit.so
        session sufficient pam_permit.so
        """);
    tree.write("etc/resolv.conf", "rw-r--r--", "# A lab has no name server.\n");
    tree.write("etc/profile.d/lab.sh", "rw-r--r--", "export ETCDCTL_API=3\n");
  }
}
