package io.github.etcdrunbook.ssh.host;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mounted file systems of a host, from /proc/self/mountinfo. Pure; immutable. */
record Mounts(List<Mount> all) {
  private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");
  private static final int ID_FIELD = 0;
  private static final int DEVICE_FIELD = 2;
  private static final int ROOT_FIELD = 3;
  private static final int POINT_FIELD = 4;

  /**
   * One mount.
   *
   * @param root what of the file system is mounted
   * @param point where
   */
  record Mount(String id, String device, String root, String point) {}

  /** Copies the list. */
  Mounts {
    all = List.copyOf(all);
  }

  /** Reads the lines of mountinfo. */
  static Mounts read(List<String> lines) {
    List<Mount> mounts = new ArrayList<>();
    for (String line : lines) {
      String[] fields = line.split(" ");
      if (fields.length > POINT_FIELD) {
        mounts.add(
            new Mount(
                fields[ID_FIELD],
                fields[DEVICE_FIELD],
                plain(fields[ROOT_FIELD]),
                plain(fields[POINT_FIELD])));
      }
    }
    return new Mounts(mounts);
  }

  private static String plain(String escaped) {
    return ESCAPE
        .matcher(escaped)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(found.group(1), 8))));
  }

  /** Whether something is mounted exactly there. */
  boolean isPoint(String path) {
    return all.stream().anyMatch(mount -> mount.point().equals(path));
  }

  /**
   * The file system and mount that hold a path, as text. A rename works only within one mount, even
   * where two mounts show the same file system, so both are in it.
   */
  String holding(String path) {
    Mount best = new Mount("", "", "", "");
    for (Mount mount : all) {
      boolean holds =
          mount.point().equals("/")
              || path.equals(mount.point())
              || path.startsWith(mount.point() + "/");
      // Of two mounts at one point, the later one covers the earlier.
      if (holds && mount.point().length() >= best.point().length()) {
        best = mount;
      }
    }
    return best.device() + " at " + best.point();
  }
}
