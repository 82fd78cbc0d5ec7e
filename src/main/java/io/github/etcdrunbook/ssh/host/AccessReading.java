package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.EtcdUrl;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds how a host's etcd is reached: its own client URL, and certificates that it accepts, from
 * what the host itself uses. Keys travel from the host's files into memory and nowhere else.
 */
final class AccessReading {
  private final HostShell shell;
  private final HostFacts facts;

  AccessReading(HostShell shell, HostFacts facts) {
    this.shell = shell;
    this.facts = facts;
  }

  /** The way to it, or why there is none. */
  sealed interface Way {
    record Open(EtcdAccess access) implements Way {}

    record Closed(Failure failure) implements Way {}
  }

  Way find() {
    Optional<EtcdLayout> layout = facts.layout();
    if (layout.isEmpty()) {
      return new Way.Closed(
          new Failure.Unsuitable(
              "it has no etcd manifest or unit that can be read",
              "check the profile in the inventory"));
    }
    EtcdUrl url = EtcdUrl.of(layout.get().localClientUrl());
    String host = url.host();
    if (!url.isSecure()) {
      return new Way.Open(new EtcdAccess(shell.door(host, url.port()), host, Optional.empty()));
    }
    Optional<EtcdAccess.Credentials> credentials = credentials();
    if (credentials.isEmpty()) {
      return new Way.Closed(
          new Failure.Unsuitable(
              "no client certificate for its etcd is found on it",
              "name one in the inventory, or make healthcheck-client.crt with `kubeadm init phase"
                  + " certs etcd-healthcheck-client`"));
    }
    return new Way.Open(new EtcdAccess(shell.door(host, url.port()), host, credentials));
  }

  private Optional<EtcdAccess.Credentials> credentials() {
    List<Section> sections = Section.all(facts.hear("credentials", candidates()));
    return Section.named(sections, "key")
        .map(
            key ->
                new EtcdAccess.Credentials(
                    text(sections, "authority"),
                    text(sections, "certificate"),
                    new Pem(key.text())));
  }

  private static String text(List<Section> sections, String title) {
    return Section.named(sections, title).map(Section::text).orElse("");
  }

  /**
   * Three paths for each set, the least mighty first; etcd's own certificate is for clients too.
   */
  private List<String> candidates() {
    if (facts.settings().client().isPresent()) {
      HostSettings.Client client = facts.settings().client().get();
      return List.of(client.authority(), client.certificate(), client.key());
    }
    EtcdSetup setup = facts.setup().orElseThrow();
    String authority = setup.file("trusted-ca-file").orElse("/etc/kubernetes/pki/etcd/ca.crt");
    String folder = authority.substring(0, authority.lastIndexOf('/'));
    String member = setup.flags().text("name").orElse("");
    List<String> paths = new ArrayList<>();
    add(paths, authority, folder + "/healthcheck-client.crt", folder + "/healthcheck-client.key");
    apiServer()
        .ifPresent(
            flags ->
                add(
                    paths,
                    authority,
                    flags.text("etcd-certfile").orElse(""),
                    flags.text("etcd-keyfile").orElse("")));
    // Kubespray names an administrator's certificate after the member.
    add(
        paths,
        authority,
        folder + "/admin-" + member + ".pem",
        folder + "/admin-" + member + "-key.pem");
    add(
        paths,
        authority,
        setup.file("peer-cert-file").orElse(""),
        setup.file("peer-key-file").orElse(""));
    add(paths, authority, setup.file("cert-file").orElse(""), setup.file("key-file").orElse(""));
    return paths;
  }

  private static void add(List<String> paths, String authority, String certificate, String key) {
    paths.addAll(List.of(authority, certificate, key));
  }

  private Optional<EtcdFlags> apiServer() {
    return facts
        .manifest(Unit.KUBE_APISERVER)
        .flatMap(placed -> placed.container(Unit.KUBE_APISERVER.toString()))
        .map(container -> EtcdFlags.of(container.command(), container.environment()));
  }
}
