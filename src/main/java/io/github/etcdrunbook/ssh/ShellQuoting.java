package io.github.etcdrunbook.ssh;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The one place where arguments become shell text. What {@link #quote} gives is read by every POSIX
 * shell as exactly one word with exactly the bytes of the argument. Pure.
 */
public final class ShellQuoting {
  private ShellQuoting() {}

  /**
   * One shell word. Plain words stay as they are; all others are put between single quotes.
   *
   * @throws IllegalArgumentException for an argument with a NUL, which no command can receive
   */
  public static String quote(String argument) {
    if (argument.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("an argument of a command cannot hold a NUL character");
    }
    if (!argument.isEmpty() && argument.chars().allMatch(ShellQuoting::isPlain)) {
      return argument;
    }
    return "'" + argument.replace("'", "'\\''") + "'";
  }

  /** The words of a command, quoted one by one. The first is never taken for a keyword. */
  public static String join(List<String> command) {
    return command.stream().map(ShellQuoting::quote).collect(Collectors.joining(" "));
  }

  /**
   * A format for the shell's {@code printf} that prints exactly these bytes, as one quoted word. It
   * is how small contents travel inside a command.
   */
  static String printfFormat(byte[] content) {
    StringBuilder text = new StringBuilder(content.length + content.length / 4 + 2).append('\'');
    for (byte each : content) {
      int unsigned = Byte.toUnsignedInt(each);
      if (unsigned == '\n' || (unsigned >= ' ' && unsigned < 0x7f && isLiteral((char) unsigned))) {
        text.append((char) unsigned);
      } else {
        text.append('\\')
            .append((char) ('0' + (unsigned >> 6)))
            .append((char) ('0' + ((unsigned >> 3) & 7)))
            .append((char) ('0' + (unsigned & 7)));
      }
    }
    return text.append('\'').toString();
  }

  /** The text as the bytes that are sent to a host. */
  static byte[] bytes(String shellText) {
    return shellText.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isLiteral(char character) {
    return character != '\\' && character != '%' && character != '\'';
  }

  private static boolean isPlain(int character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || "_./:@,+-".indexOf(character) >= 0;
  }
}
