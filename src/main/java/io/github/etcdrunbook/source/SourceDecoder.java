package io.github.etcdrunbook.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Bytes to text, refusing what is not a text file of ours: too large, not UTF-8, control characters
 * such as NUL. Reads no more than one byte over the limit, so a huge file costs nothing.
 */
public final class SourceDecoder {
  /** The largest file that is read: far more than any playbook needs. */
  public static final int BYTES_MAX = 1024 * 1024;

  private SourceDecoder() {}

  /** Reads a text up to the limit; the stream stays open. */
  public static Checked<SourceFile> decode(String path, InputStream bytes) throws IOException {
    return decode(path, bytes.readNBytes(BYTES_MAX + 1));
  }

  /** Decodes the bytes of a whole file. */
  public static Checked<SourceFile> decode(String path, byte[] bytes) {
    if (bytes.length > BYTES_MAX) {
      String limit = BYTES_MAX / 1024 + " KiB";
      return Checked.failed(
          Diagnostic.error(
                  "file.too-large",
                  SourceRange.startOf(path),
                  "this file is larger than " + limit + ", the most that is read")
              .hint("is this the right file? a snapshot or an archive is not a playbook"));
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    SourceFile file = new SourceFile(path, out.flip().toString());
    return result.isError() ? notUtf8(file, bytes[in.position()]) : withoutControls(file);
  }

  private static Checked<SourceFile> notUtf8(SourceFile file, byte wrong) {
    int end = file.text().length();
    return Checked.failed(
        Diagnostic.error(
                "file.not-utf8",
                file.range(end, end),
                String.format("this file is not UTF-8 text: unexpected byte 0x%02x", wrong))
            .hint("save it as UTF-8, or check that it is the right file"));
  }

  private static Checked<SourceFile> withoutControls(SourceFile file) {
    String text = file.text();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean control = (c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == '\u007F';
      if (control || c == '\uFFFE' || c == '\uFFFF') {
        return Checked.failed(
            Diagnostic.error(
                    "file.not-text",
                    file.range(i, i + 1),
                    String.format("this file holds the control character U+%04X", (int) c))
                .hint("is this a text file? remove the character"));
      }
    }
    return Checked.of(file);
  }
}
