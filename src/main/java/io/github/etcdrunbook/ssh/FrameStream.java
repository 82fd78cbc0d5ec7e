package io.github.etcdrunbook.ssh;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the end of a command in the output of a shell that goes on running. The shell prints a mark
 * after the command: a separator, a token, a label, a newline. The token is drawn at random for
 * each command and is told only to the shell, so that no output can hold it, however hostile; apart
 * from marks every byte is passed on as it is. Called by the session's thread only.
 */
final class FrameStream extends OutputStream {
  /** The ASCII record separator: rare in output, and it does not occur again inside a mark. */
  static final byte SEPARATOR = 0x1e;

  private static final int LABEL_MAX = 4096;

  private final Listener listener;
  private byte[] mark = new byte[0];
  private int matched;
  private boolean inLabel;
  private final ByteArrayOutputStream label = new ByteArrayOutputStream();

  /** Gets what the stream finds. */
  interface Listener {
    void bytes(byte[] bytes, int offset, int length);

    void mark(String label);

    /** The shell has gone. */
    void closed();
  }

  FrameStream(Listener listener) {
    this.listener = listener;
  }

  /** From now on marks with this token are looked for. */
  synchronized void expect(String token) {
    byte[] text = token.getBytes(StandardCharsets.US_ASCII);
    mark = new byte[text.length + 2];
    mark[0] = SEPARATOR;
    System.arraycopy(text, 0, mark, 1, text.length);
    mark[mark.length - 1] = ' ';
    matched = 0;
    inLabel = false;
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    int from = offset;
    int end = offset + length;
    int at = offset;
    while (at < end) {
      if (inLabel) {
        readLabel(bytes[at++]);
        from = at;
      } else if (matched == 0) {
        at = nextCandidate(bytes, at, end);
        pass(bytes, from, at);
        matched = Math.min(mark.length, end - at);
        at += matched;
        from = at;
        inLabel = matched > 0 && matched == mark.length;
      } else if (bytes[at] == mark[matched]) {
        from = ++at;
        inLabel = ++matched == mark.length;
      } else {
        // No mark after all: what looked like one is output, and this byte is read again.
        int held = matched;
        matched = 0;
        listener.bytes(mark, 0, held);
        from = at;
      }
    }
    if (matched == 0 && !inLabel) {
      pass(bytes, from, end);
    }
  }

  @Override
  public void close() {
    listener.closed();
  }

  private void readLabel(byte next) {
    if (next != '\n' && label.size() < LABEL_MAX) {
      label.write(next);
      return;
    }
    String text = label.toString(StandardCharsets.UTF_8);
    label.reset();
    inLabel = false;
    matched = 0;
    listener.mark(text);
  }

  private void pass(byte[] bytes, int from, int to) {
    if (to > from) {
      listener.bytes(bytes, from, to - from);
    }
  }

  /**
   * Where a mark begins, or where the piece ends in what may become one. Separators that begin no
   * mark are passed over here, since binary output is full of them.
   */
  private int nextCandidate(byte[] bytes, int from, int end) {
    for (int at = from; at < end && mark.length > 0; at++) {
      if (bytes[at] == SEPARATOR) {
        int length = Math.min(mark.length, end - at);
        if (Arrays.equals(bytes, at, at + length, mark, 0, length)) {
          return at;
        }
      }
    }
    return end;
  }
}
