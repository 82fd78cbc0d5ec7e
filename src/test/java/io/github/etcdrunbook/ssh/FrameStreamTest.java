package io.github.etcdrunbook.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Marks are found wherever the pieces are cut, and nothing else is taken for one. */
class FrameStreamTest {
  private static final String TOKEN = "0123456789abcdef";

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final List<String> marks = new ArrayList<>();
  private final FrameStream stream =
      new FrameStream(
          new FrameStream.Listener() {
            @Override
            public void bytes(byte[] bytes, int offset, int length) {
              output.write(bytes, offset, length);
            }

            @Override
            public void mark(String label) {
              marks.add(label);
            }

            @Override
            public void closed() {
              marks.add("closed");
            }
          });

  @Test
  void findsMarksWhereverTheOutputIsCut() throws Exception {
    String almost = "\u001e0123x\u001e\u001e" + TOKEN + "\u001e0123456789abcde";
    byte[] sent =
        (almost + "\u001e" + TOKEN + " part\n" + almost + "\u001e" + TOKEN + " end 0\n")
            .getBytes(StandardCharsets.US_ASCII);
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      output.reset();
      marks.clear();
      stream.expect(TOKEN);
      for (int at = 0; at < sent.length; ) {
        int length = Math.min(1 + random.nextInt(9), sent.length - at);
        stream.write(sent, at, length);
        at += length;
      }
      assertEquals(almost + almost, output.toString(StandardCharsets.US_ASCII));
      assertEquals(List.of("part", "end 0"), marks);
    }
  }

  @Test
  void passesEveryByteOn() {
    byte[] all = new byte[100_000];
    new Random(3).nextBytes(all);
    stream.expect(TOKEN);
    stream.write(all, 0, all.length);
    stream.write(new byte[] {'x'}, 0, 1);
    byte[] got = output.toByteArray();
    assertEquals(all.length + 1, got.length);
    assertArrayEquals(all, java.util.Arrays.copyOf(got, all.length));
  }
}
