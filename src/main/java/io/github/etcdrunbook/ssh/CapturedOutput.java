package io.github.etcdrunbook.ssh;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What is kept of an output: its head, its tail and, when it was counted, its full length. Bytes as
 * they came. When nothing was left out, the tail is empty and the head is everything.
 */
public final class CapturedOutput {
  private final byte[] head;
  private final byte[] tail;
  private final OptionalLong total;

  CapturedOutput(byte[] head, byte[] tail, OptionalLong total) {
    this.head = head.clone();
    this.tail = tail.clone();
    this.total = Objects.requireNonNull(total, "total");
  }

  /** Whether every byte of the output is here. */
  public boolean isComplete() {
    return total.isPresent() && total.getAsLong() == head.length + (long) tail.length;
  }

  /** The length of the whole output; empty when more was written than kept and nobody counted. */
  public OptionalLong total() {
    return total;
  }

  /** Head and tail in one piece; exactly the output when it is complete. */
  public byte[] bytes() {
    byte[] all = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return all;
  }

  /** The output as UTF-8 text, with a line that says so where something was left out. */
  public String text() {
    if (isComplete()) {
      return new String(bytes(), StandardCharsets.UTF_8);
    }
    String gap =
        total.isPresent()
            ? "\n[" + (total.getAsLong() - head.length - tail.length) + " bytes left out]\n"
            : "\n[some output left out]\n";
    return new String(head, StandardCharsets.UTF_8)
        + gap
        + new String(tail, StandardCharsets.UTF_8);
  }

  /** The last lines, at most this many, without surrounding white space. */
  public String lastLines(int count) {
    String[] lines = text().strip().split("\n");
    int from = Math.max(0, lines.length - count);
    return String.join("\n", Arrays.asList(lines).subList(from, lines.length));
  }

  @Override
  public String toString() {
    return text();
  }
}
