package io.github.etcdrunbook.playbook;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A value of an input or a variable: closed, so that it can be frozen in a plan and read back as it
 * was. Immutable.
 */
public sealed interface Datum {
  /** Text; paths, hosts and words of a choice too. */
  record Text(String text) implements Datum {
    /** Rejects null. */
    public Text {
      Objects.requireNonNull(text, "text");
    }
  }

  /** A whole number; sizes are bytes. */
  record Whole(long number) implements Datum {}

  /** A number with a fraction. */
  record Real(double number) implements Datum {}

  /** True or false. */
  record Truth(boolean holds) implements Datum {}

  /** A duration. */
  record Span(Duration length) implements Datum {
    /** Rejects null. */
    public Span {
      Objects.requireNonNull(length, "length");
    }
  }

  /** A list. */
  record Many(List<Datum> items) implements Datum {
    /** Copies the items. */
    public Many {
      items = List.copyOf(items);
    }
  }

  /** Named parts, in order. */
  record Parts(List<Part> parts) implements Datum {
    /** A name and its value. */
    public record Part(String name, Datum value) {
      /** Rejects null. */
      public Part {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
      }
    }

    /** Copies the parts. */
    public Parts {
      parts = List.copyOf(parts);
    }
  }
}
