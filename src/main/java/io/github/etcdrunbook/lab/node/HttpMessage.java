package io.github.etcdrunbook.lab.node;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request or an answer on the wire. Header names are lower case; the body has one character per
 * byte.
 */
record HttpMessage(String startLine, Map<String, String> headers, String body) {
  private static final int LIMIT = 64 << 20;

  /** Reads one message; an end of stream before it is an {@link EOFException}. */
  static HttpMessage read(InputStream in) throws IOException {
    String start = line(in);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    boolean chunked = headers.getOrDefault("transfer-encoding", "").equals("chunked");
    byte[] body =
        chunked
            ? chunks(in)
            : exactly(in, Integer.parseInt(headers.getOrDefault("content-length", "0")));
    return new HttpMessage(start, headers, new String(body, StandardCharsets.ISO_8859_1));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
      out.write(exactly(in, size));
      line(in);
    }
    line(in);
    return out.toByteArray();
  }

  private static int chunkSize(InputStream in) throws IOException {
    return Integer.parseInt(line(in).split(";")[0].strip(), 16);
  }

  private static byte[] exactly(InputStream in, int size) throws IOException {
    if (size > LIMIT) {
      throw new IOException("body of " + size + " bytes");
    }
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("connection closed inside a body");
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("connection closed");
      }
      if (c != '\r') {
        out.write(c);
      }
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }
}
