package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.source.SourceRange;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Something a playbook asks for. Immutable.
 *
 * @param name its name, snake_case
 * @param type what may be given
 * @param description one sentence
 * @param byDefault what it is when nothing is given; without one it must be given
 * @param must a condition over {@code value}
 * @param secret never shown, never written to plan, journal or report
 * @param range where it stands
 */
public record Input(
    String name,
    Type type,
    String description,
    Optional<Datum> byDefault,
    Optional<Check> must,
    boolean secret,
    SourceRange range) {
  /** Rejects null. */
  public Input {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(byDefault, "byDefault");
    Objects.requireNonNull(must, "must");
    Objects.requireNonNull(range, "range");
  }

  /** What may be given to an input. */
  public sealed interface Type {
    /** One of the simple types. */
    record Simple(Kind kind) implements Type {}

    /** One of these words. */
    record Choice(List<String> allowed) implements Type {
      /** Copies the list. */
      public Choice {
        allowed = List.copyOf(allowed);
      }
    }

    /** A list of one of the others. */
    record ListOf(Type item) implements Type {}
  }

  /** The simple types of inputs. */
  public enum Kind {
    /** Any text. */
    STRING,
    /** A whole number. */
    INT,
    /** True or false. */
    BOOL,
    /** A duration such as 15m. */
    DURATION,
    /** A number of bytes such as 2GiB. */
    SIZE,
    /** A path of the operator's machine, which need not exist. */
    PATH,
    /** A path of a file of the operator's machine that exists. */
    FILE,
    /** A host of the inventory. */
    HOST
  }
}
