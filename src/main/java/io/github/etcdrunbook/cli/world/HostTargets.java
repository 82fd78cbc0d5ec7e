package io.github.etcdrunbook.cli.world;

import io.github.etcdrunbook.inventory.EtcdSettings;
import io.github.etcdrunbook.inventory.Host;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.inventory.Inventory;
import io.github.etcdrunbook.ssh.SshSettings;
import io.github.etcdrunbook.ssh.SshTarget;
import io.github.etcdrunbook.ssh.TargetResolver;
import io.github.etcdrunbook.ssh.host.HostSettings;
import io.github.etcdrunbook.ssh.host.RemoteHosts;
import io.github.etcdrunbook.world.EtcdLayout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What an inventory and the SSH configuration say of where the hosts are. Pure. */
final class HostTargets {
  private final Inventory inventory;
  private final TargetResolver resolver;
  private final Path home;

  HostTargets(Inventory inventory, TargetResolver resolver, Path home) {
    this.inventory = inventory;
    this.resolver = resolver;
    this.home = home;
  }

  /** Every host with the way to it. */
  Map<HostName, RemoteHosts.Machine> machines() {
    Map<HostName, RemoteHosts.Machine> machines = new LinkedHashMap<>();
    for (Host host : inventory.hosts()) {
      SshTarget target = resolver.resolve(settings(host)).target();
      machines.put(host.name(), new RemoteHosts.Machine(target, hostSettings()));
    }
    return machines;
  }

  private SshSettings settings(Host host) {
    return new SshSettings(
        host.name().text(),
        host.address(),
        host.ssh().port().map(OptionalInt::of).orElseGet(OptionalInt::empty),
        host.ssh().user(),
        host.ssh().usesSudo() ? SshTarget.Become.SUDO : SshTarget.Become.NONE,
        new SshSettings.Files(
            paths(host.ssh().identityFiles()), paths(host.ssh().knownHosts().stream().toList())),
        Optional.empty());
  }

  private List<Path> paths(List<String> texts) {
    return texts.stream().map(this::path).toList();
  }

  private Path path(String text) {
    return text.startsWith("~/") ? home.resolve(text.substring(2)) : Path.of(text);
  }

  private HostSettings hostSettings() {
    EtcdSettings etcd = inventory.etcd();
    EtcdLayout.Profile profile =
        switch (etcd.profile()) {
          case KUBEADM -> EtcdLayout.Profile.KUBEADM;
          case SYSTEMD -> EtcdLayout.Profile.SYSTEMD;
        };
    String unit = etcd.places().unit().orElse("etcd").replaceFirst("\\.service$", "");
    return new HostSettings(
        Optional.of(profile),
        etcd.places().manifest(),
        unit,
        etcd.places()
            .certificates()
            .map(files -> new HostSettings.Client(files.cacert(), files.cert(), files.key())));
  }
}
