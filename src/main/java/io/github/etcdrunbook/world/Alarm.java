package io.github.etcdrunbook.world;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An alarm as etcd lists it: the type and the member that it names, maybe one that is gone. */
public record Alarm(Type type, MemberId member) {
  private static final Pattern ERROR =
      Pattern.compile("memberID:([0-9]{1,20}) alarm:(NOSPACE|CORRUPT)");

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

  /** The alarm that an error of a status is about, if it is about one that etcd knows. */
  static Optional<Alarm> ofError(String error) {
    Matcher matcher = ERROR.matcher(error.strip());
    return matcher.matches()
        ? Optional.of(
            new Alarm(
                Type.valueOf(matcher.group(2)),
                new MemberId(Long.parseUnsignedLong(matcher.group(1)))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return type + " of member " + member;
  }
}
