package io.github.etcdrunbook.snapshot;

import io.github.etcdrunbook.world.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What the coverage-guided fuzzer calls. An input is a list of edits of a sound snapshot, so that
 * short inputs reach deep: the first byte chooses the snapshot and what is done with it, then each
 * edit has three bytes for a place, one for what to do there, and the bytes to write. Anything else
 * than an answer is a finding.
 */
public final class FuzzedSnapshot {
  private static final byte[][] SOUND = {ExampleSnapshot.of("3.4"), ExampleSnapshot.of("3.5")};
  private static final int PAGE = 4096;
  private static final int META_BYTES = 56;
  private static final int TRAILER = 32;
  private static final int OTHER_LINE = 1;
  private static final int WITHOUT_TRAILER = 2;
  private static final int EVERYTHING = 4;
  private static final int AS_IT_IS = 8;

  private FuzzedSnapshot() {}

  /** Loads what is needed, so that no input pays for it. */
  public static void fuzzerInitialize() {
    for (byte[] sound : SOUND) {
      SnapshotFileTest.verify(sound);
      lookInto(sound);
    }
  }

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length > 0) {
      byte[] content = content(input);
      SnapshotVerdict verdict = SnapshotFileTest.verify(content);
      if (verdict.good() && !Arrays.equals(content, SOUND[input[0] & OTHER_LINE])) {
        throw new IllegalStateException("a changed file with an old trailer is called good");
      }
      if ((input[0] & EVERYTHING) != 0) {
        lookInto(content);
      }
    }
  }

  private static byte[] content(byte[] input) {
    if ((input[0] & AS_IT_IS) != 0) {
      return Arrays.copyOfRange(input, 1, input.length);
    }
    byte[] content = SOUND[input[0] & OTHER_LINE].clone();
    if ((input[0] & WITHOUT_TRAILER) != 0) {
      content = Arrays.copyOf(content, content.length - TRAILER);
    }
    ByteBuffer edits = ByteBuffer.wrap(input, 1, input.length - 1);
    while (edits.remaining() > 4) {
      int place = ((edits.get() & 0xff) << 16) | (edits.getShort() & 0xffff);
      content = edited(content, place % Math.max(1, content.length), edits);
    }
    sumUp(content);
    return content;
  }

  private static byte[] edited(byte[] content, int place, ByteBuffer edits) {
    int what = edits.get() & 0xff;
    switch (what >> 5) {
      case 0 -> {
        return Arrays.copyOf(content, place);
      }
      case 1 -> {
        // A page in the place of another, under the other's number.
        int to = place / PAGE * PAGE;
        int from = (what & 0x1f) * PAGE;
        if (Math.max(from, to) + PAGE <= content.length) {
          System.arraycopy(content, from, content, to, PAGE);
          little(content).putLong(to, to / PAGE);
        }
      }
      case 2 -> Arrays.fill(content, place, Math.min(content.length, place + PAGE), (byte) 0);
      default -> {
        int bytes = Math.min(Math.min(what & 0xf, edits.remaining()), content.length - place);
        edits.get(content, place, bytes);
      }
    }
    return content;
  }

  /** The meta pages are made to agree with their checksums, or nothing behind them is reached. */
  private static void sumUp(byte[] content) {
    for (int start = 16; start <= PAGE + 16; start += PAGE) {
      if (start + META_BYTES + Long.BYTES <= content.length) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < META_BYTES; i++) {
          hash = (hash ^ (content[start + i] & 0xff)) * 0x100000001b3L;
        }
        little(content).putLong(start + META_BYTES, hash);
      }
    }
  }

  private static ByteBuffer little(byte[] content) {
    return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** All that is done with a file besides verifying it. */
  static void lookInto(byte[] content) {
    try {
      Path file = Files.createTempFile("fuzzed", ".db");
      try {
        Files.write(file, content);
        SnapshotInspection.of(file, "", Progress.none()).types();
        SnapshotKeys keys = SnapshotKeys.of(file, Progress.none());
        for (String key : keys.list("")) {
          keys.get(key).ifPresent(found -> KubernetesObject.read(found.bytes()));
        }
        compare(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compare(Path file) {
    try {
      int differences =
          SnapshotComparison.with(file, Progress.none())
              .against(file, Progress.none())
              .differences()
              .size();
      if (differences != 0) {
        throw new IllegalStateException("a file differs from itself");
      }
      RestoredKeys.of(file, file, Long.MAX_VALUE);
    } catch (IOException unreadable) {
      // Its beginning is damaged: an answer, too.
    }
  }
}
