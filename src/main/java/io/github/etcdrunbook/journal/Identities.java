package io.github.etcdrunbook.journal;

import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.ClusterId;
import io.github.etcdrunbook.world.MemberId;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.Sha256;
import io.github.etcdrunbook.world.StepId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/** The types that are one text in JSON: identities by their own form, times by ISO 8601. Pure. */
final class Identities {
  private static final Map<Class<?>, Function<String, Object>> READERS =
      Map.of(
          HostName.class, HostName::new,
          StepId.class, StepId::new,
          RunId.class, RunId::new,
          Sha256.class, Sha256::new,
          ClusterId.class, ClusterId::parse,
          MemberId.class, MemberId::parse,
          Duration.class, Duration::parse,
          Instant.class, Instant::parse);

  private Identities() {}

  /** Whether the type is written as one text: what its {@code toString} says. */
  static boolean knows(Class<?> type) {
    return READERS.containsKey(type);
  }

  /** Reads one of them, or a constant of an enum. */
  static Object read(Class<?> type, String text) throws RecordCodec.Unreadable {
    if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        if (((Enum<?>) constant).name().equals(text)) {
          return constant;
        }
      }
    }
    Function<String, Object> reader = READERS.get(type);
    if (reader == null) {
      throw new RecordCodec.Unreadable("`" + text + "` cannot be read as " + type.getName());
    }
    try {
      return reader.apply(text);
    } catch (RuntimeException rejected) {
      // Each of these constructors and parsers rejects a wrong form with its own exception.
      throw new RecordCodec.Unreadable("`" + text + "`: " + rejected.getMessage());
    }
  }
}
