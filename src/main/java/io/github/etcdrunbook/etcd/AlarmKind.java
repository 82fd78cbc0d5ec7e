package io.github.etcdrunbook.etcd;

/** The alarms that etcd knows; {@code UNKNOWN} is one of a later version. */
public enum AlarmKind {
  NOSPACE(1),
  CORRUPT(2),
  UNKNOWN(-1);

  private final int number;

  AlarmKind(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static AlarmKind of(int number) {
    return switch (number) {
      case 1 -> NOSPACE;
      case 2 -> CORRUPT;
      default -> UNKNOWN;
    };
  }

  static AlarmKind named(String name) {
    return switch (name) {
      case "NOSPACE" -> NOSPACE;
      case "CORRUPT" -> CORRUPT;
      default -> UNKNOWN;
    };
  }
}
