package io.github.etcdrunbook.inventory;

import java.util.regex.Pattern;

/** The name of a group of hosts. Immutable. */
public record GroupName(String text) implements Comparable<GroupName> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

  /** The hosts that run an etcd member. */
  public static final GroupName ETCD = new GroupName("etcd");

  /** The hosts that run API servers. */
  public static final GroupName CONTROL_PLANE = new GroupName("control_plane");

  /** Rejects what no group is called. */
  public GroupName {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not a group name: `" + text + "`");
    }
  }

  /** Whether the text can name a group. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(GroupName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
