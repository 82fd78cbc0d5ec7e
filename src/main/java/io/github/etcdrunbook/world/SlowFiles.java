package io.github.etcdrunbook.world;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The files of a host of the slow world. Mutable; the slow world guards it. */
final class SlowFiles {
  /** What lies at a path. */
  sealed interface Entry {
    Owner owner();

    /** A directory; {@code data} is what a member keeps in it, if it is one's. */
    record Folder(Owner owner, Optional<SlowData> data) implements Entry {
      Folder(Owner owner) {
        this(owner, Optional.empty());
      }
    }

    record File(Owner owner, long size, Sha256 sha256) implements Entry {}
  }

  private static final Owner MADE = Owner.rootOnly(0700);

  private final NavigableMap<String, Entry> entries = new TreeMap<>();

  /** Directories on which another file system is mounted, with its name. */
  private final NavigableMap<String, String> mounts = new TreeMap<>(Map.of("/", "root"));

  private final Map<String, Long> capacities = new TreeMap<>(Map.of("root", 40L << 30));

  void mount(String path, String fileSystem, long capacity) {
    mounts.put(path, fileSystem);
    capacities.put(fileSystem, capacity);
  }

  void capacity(String fileSystem, long bytes) {
    capacities.put(fileSystem, bytes);
  }

  Optional<Entry> at(String path) {
    return Optional.ofNullable(entries.get(path));
  }

  boolean exists(String path) {
    return entries.containsKey(path);
  }

  boolean isMount(String path) {
    return mounts.containsKey(path);
  }

  List<String> list(String path) {
    TreeSet<String> names = new TreeSet<>();
    for (String below : under(path).keySet()) {
      String rest = below.substring(path.length() + 1);
      int slash = rest.indexOf('/');
      names.add(slash < 0 ? rest : rest.substring(0, slash));
    }
    return List.copyOf(names);
  }

  /** Puts the entry there, with its parents. */
  void put(String path, Entry entry) {
    String parent = FileOverlay.parent(path);
    if (!parent.isEmpty() && !exists(parent)) {
      put(parent, new Entry.Folder(MADE));
    }
    entries.put(path, entry);
  }

  void remove(String path) {
    entries.remove(path);
    under(path).clear();
  }

  void move(String from, String to) {
    Map<String, Entry> moved = new TreeMap<>(under(from));
    Entry top = entries.get(from);
    remove(from);
    put(to, top);
    moved.forEach((path, entry) -> put(to + path.substring(from.length()), entry));
  }

  void copy(String from, String to) {
    Map<String, Entry> copied = new TreeMap<>(under(from));
    put(to, copyOf(entries.get(from)));
    copied.forEach((path, entry) -> put(to + path.substring(from.length()), copyOf(entry)));
  }

  private static Entry copyOf(Entry entry) {
    return switch (entry) {
      case Entry.Folder folder ->
          new Entry.Folder(folder.owner(), folder.data().map(SlowData::copy));
      case Entry.File file -> file;
    };
  }

  /** The name of the file system that the path is on or would be on. */
  String fileSystem(String path) {
    for (String above = path; !above.isEmpty(); above = FileOverlay.parent(above)) {
      String name = mounts.get(above);
      if (name != null) {
        return name;
      }
    }
    return "root";
  }

  long free(String path) {
    String fileSystem = fileSystem(path);
    long used = 0;
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      if (entry.getValue() instanceof Entry.File file
          && fileSystem(entry.getKey()).equals(fileSystem)) {
        used += file.size();
      }
    }
    return capacities.getOrDefault(fileSystem, 0L) - used;
  }

  /** Forgets what lies in memory only. */
  void reboot() {
    under("/run").clear();
  }

  private NavigableMap<String, Entry> under(String path) {
    return entries.subMap(path + "/", true, path + "0", false);
  }
}
