package io.github.etcdrunbook.world;

/** An alarm as etcd lists it: the type and the member that it names, maybe one that is gone. */
public record Alarm(Type type, MemberId member) {
  /** The types of alarm that etcd knows. */
  public enum Type {
    /** The database reached its quota. */
    NOSPACE,
    /** A member's data differs from the others'. */
    CORRUPT
  }

  /** As the status of a member reports it among its errors. */
  String asError() {
    return "memberID:" + Long.toUnsignedString(member.bits()) + " alarm:" + type;
  }

  @Override
  public String toString() {
    return type + " of member " + member;
  }
}
