package io.github.etcdrunbook.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is kept of an output, whatever its length and however it is cut. */
class HeadAndTailTest {
  @Test
  void keepsBothEndsOfEveryLength() {
    Random random = new Random(11);
    for (int length = 0; length < 200; length++) {
      String text = "abcdefghijklmnopqrstuvwxyz".repeat(8).substring(0, length);
      HeadAndTail kept = new HeadAndTail(10);
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      for (int at = 0; at < length; ) {
        int piece = Math.min(1 + random.nextInt(40), length - at);
        kept.write(bytes, at, piece);
        at += piece;
      }
      CapturedOutput captured = kept.captured();
      String expected = length <= 20 ? text : text.substring(0, 10) + text.substring(length - 10);
      assertEquals(expected, new String(captured.bytes(), StandardCharsets.US_ASCII));
      assertEquals(OptionalLong.of(length), captured.total());
      assertEquals(length <= 20, captured.isComplete());
    }
  }

  @Test
  void saysHowMuchIsLeftOut() {
    HeadAndTail kept = new HeadAndTail(2);
    kept.write("abcdefg".getBytes(StandardCharsets.US_ASCII), 0, 7);
    assertEquals("ab\n[3 bytes left out]\nfg", kept.captured().text());
  }
}
