package io.github.etcdrunbook.inventory;

import io.github.etcdrunbook.yaml.MappingReader;
import io.github.etcdrunbook.yaml.Schema;
import io.github.etcdrunbook.yaml.Schema.Choice;
import io.github.etcdrunbook.yaml.Schema.Either;
import io.github.etcdrunbook.yaml.Schema.Keys;
import io.github.etcdrunbook.yaml.Schema.ListOf;
import io.github.etcdrunbook.yaml.Schema.MapOf;
import io.github.etcdrunbook.yaml.Schema.Text;
import io.github.etcdrunbook.yaml.Schema.Whole;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The structure of an inventory of ours, from the vocabulary that its reader uses. Pure. */
public final class InventorySchema {
  private static final Schema TEXT = new Text();

  private InventorySchema() {}

  /** The structure. */
  public static Schema inventory() {
    Schema ssh = ssh();
    Schema host =
        Keys.of(
            OwnInventory.HOST,
            Map.of("address", TEXT, "groups", several(TEXT), "ssh", ssh),
            "address");
    return Keys.of(
        OwnInventory.TOP,
        Map.of(
            "apiVersion",
            new Choice(List.of(OwnInventory.API_VERSION)),
            "kind",
            new Choice(List.of("Inventory")),
            "cluster",
            Keys.of(OwnInventory.CLUSTER, Map.of("name", TEXT), "name"),
            "ssh",
            ssh,
            "etcd",
            etcd(),
            "hosts",
            new MapOf("^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$", host),
            "lab",
            Keys.of(OwnInventory.LAB, Map.of("namespace", TEXT), "namespace")),
        "apiVersion",
        "kind",
        "cluster",
        "hosts");
  }

  private static Schema ssh() {
    return Keys.of(
        OwnInventory.SSH,
        Map.of(
            "user",
            TEXT,
            "become",
            words(SshSettings.Become.class),
            "port",
            new Whole(),
            "identityFiles",
            several(TEXT),
            "knownHosts",
            TEXT));
  }

  private static Schema etcd() {
    Map<String, Schema> keys = new HashMap<>();
    for (String text : List.of("cacert", "cert", "key", "manifest", "unit")) {
      keys.put(text, TEXT);
    }
    keys.put("profile", words(EtcdSettings.Profile.class));
    keys.put("via", words(OwnInventory.Via.class));
    keys.put("clientPort", new Whole());
    keys.put(
        "certificates",
        Keys.of(
            OwnInventory.CERTIFICATES,
            Map.of("cacert", TEXT, "cert", TEXT, "key", TEXT),
            "cacert",
            "cert",
            "key"));
    return Keys.of(OwnInventory.ETCD, keys);
  }

  private static Schema words(Class<? extends Enum<?>> words) {
    return new Choice(Arrays.stream(words.getEnumConstants()).map(MappingReader::word).toList());
  }

  /** One value alone is a list of one. */
  private static Schema several(Schema item) {
    return new Either(List.of(item, new ListOf(item, 0)));
  }
}
