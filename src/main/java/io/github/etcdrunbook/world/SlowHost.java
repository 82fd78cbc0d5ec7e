package io.github.etcdrunbook.world;

import io.github.etcdrunbook.inventory.HostName;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A host of the slow world: files, units, and the wrapper's records of what was started on it.
 * Mutable; the slow world guards it.
 */
final class SlowHost {
  final HostName name;
  final String address;
  Optional<EtcdLayout> layout;

  /** The file with etcd's settings, in place or parked. */
  Optional<EtcdConfiguration> configuration = Optional.empty();

  final Optional<RestoreTool> tool;
  final SlowFiles files = new SlowFiles();
  final Map<Unit, SlowUnit> units = new EnumMap<>(Unit.class);

  /** Below /run: a reboot loses them. */
  final Map<EffectKey, Performed> records = new HashMap<>();

  /** Whether it was rebooted: then that there is no record says nothing. */
  boolean forgot;

  int boots = 1;
  long bootedAt;

  /** It does not answer before this tick. */
  long silentUntil;

  /** Its power is off until then as well, not only the way to it. */
  boolean off;

  /** Its member rewrites its database and answers nobody. */
  boolean defragments;

  /** Its etcd was started to make a new cluster. */
  boolean forces;

  /** Its etcd reaches no other member. */
  boolean isolated;

  SlowHost(HostName name, String address, Optional<EtcdLayout> layout, Optional<RestoreTool> tool) {
    this.name = name;
    this.address = address;
    this.layout = layout;
    this.tool = tool;
  }

  SlowUnit unit(Unit unit) {
    return units.computeIfAbsent(unit, asked -> new SlowUnit(asked, false));
  }

  boolean answers(long now) {
    return !off && now >= silentUntil;
  }

  String bootId() {
    return name + "-boot-" + boots;
  }

  String memberPath() {
    return layout.orElseThrow().directories().data() + "/member";
  }

  /** What lies in the data directory. */
  Optional<SlowData> dataInPlace() {
    return layout
        .flatMap(ignored -> files.at(memberPath()))
        .flatMap(
            entry ->
                entry instanceof SlowFiles.Entry.Folder folder ? folder.data() : Optional.empty());
  }

  /** The member that answers on this host. */
  Optional<SlowData> serving() {
    SlowUnit etcd = unit(Unit.ETCD);
    return etcd.isReady() && !off && !defragments
        ? etcd.life.flatMap(SlowUnit.Life::data)
        : Optional.empty();
  }

  /** Whether its settings let a start without data join a cluster. */
  boolean joins() {
    return configuration
        .map(EtcdConfiguration::text)
        .filter(text -> text.matches("(?si).*initial[-_]cluster[-_]state=existing.*"))
        .isPresent();
  }

  boolean kubeadm() {
    return layout
        .map(found -> found.settings().profile() == EtcdLayout.Profile.KUBEADM)
        .orElse(true);
  }
}
