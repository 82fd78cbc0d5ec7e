package io.github.etcdrunbook.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is quoted comes back from a real shell byte for byte. */
class ShellQuotingTest {
  private static final List<String> HOSTILE =
      List.of(
          "",
          " ",
          "a b",
          "'",
          "''",
          "\"",
          "\\",
          "$(reboot)",
          "`reboot`",
          "$HOME",
          "${x}",
          "a;b",
          "a&b",
          "a|b",
          ">f",
          "<f",
          "*",
          "?",
          "[a]",
          "~",
          "!x",
          "#x",
          "-n",
          "--",
          "-rf /",
          "a\nb",
          "\n",
          "tab\there",
          "caf\u00e9 \u2713 \ud83d\ude00",
          "\u0001\u001b[31m",
          "a=b",
          "{a,b}",
          "if",
          "end\\",
          "'\\''",
          "%s%n",
          "\r\n");

  @Test
  void givesEveryHostileArgumentBackUnchanged() throws Exception {
    assertEquals(HOSTILE, throughShell(HOSTILE));
  }

  @Test
  void givesRandomArgumentsBackUnchanged() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String alphabet = "ab '\"\\$`;&|<>*?[]~!#-\n\t{}()%=\u00e9\u2713";
    List<String> arguments = new ArrayList<>();
    for (int each = 0; each < 300; each++) {
      StringBuilder argument = new StringBuilder();
      int length = random.nextInt(20);
      for (int at = 0; at < length; at++) {
        argument.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      arguments.add(argument.toString());
    }
    assertEquals(arguments, throughShell(arguments), "seed " + seed);
  }

  @Test
  void refusesANul() {
    assertThrows(IllegalArgumentException.class, () -> ShellQuoting.quote("a\0b"));
  }

  @Test
  void leavesPlainWordsReadable() {
    assertEquals(
        "ls -l /etc/kubernetes", ShellQuoting.join(List.of("ls", "-l", "/etc/kubernetes")));
  }

  @Test
  void printsEveryByteThroughPrintf() throws Exception {
    byte[] all = new byte[512];
    for (int each = 0; each < all.length; each++) {
      all[each] = (byte) (each < 256 ? each : 511 - each);
    }
    assertArrayEquals(all, shell("printf " + ShellQuoting.printfFormat(all)));
  }

  private static List<String> throughShell(List<String> arguments) throws Exception {
    String script =
        "for a in " + ShellQuoting.join(arguments) + "; do printf '%s\\000' \"$a\"; done";
    String output = new String(shell(script), StandardCharsets.UTF_8);
    List<String> back = new ArrayList<>(List.of(output.split("\0", -1)));
    back.removeLast();
    return back;
  }

  private static byte[] shell(String script) throws IOException, InterruptedException {
    Process shell = new ProcessBuilder("sh").redirectErrorStream(true).start();
    shell.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
    shell.getOutputStream().close();
    byte[] output = shell.getInputStream().readAllBytes();
    assertEquals(0, shell.waitFor());
    return output;
  }
}
