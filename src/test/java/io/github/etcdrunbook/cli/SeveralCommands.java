package io.github.etcdrunbook.cli;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Runs command lines one after the other in one process, which is cheaper than one for each. */
final class SeveralCommands {
  /** Begins a line before what each command said; its exit code follows. */
  static final String MARK = "\u0001exit ";

  private SeveralCommands() {}

  /** Each argument is a command line, its words separated by blanks. */
  public static void main(String[] lines) {
    PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out));
    for (String line : lines) {
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      PrintStream wrong = new PrintStream(err, true, StandardCharsets.UTF_8);
      Console console =
          new Console(
              to,
              wrong,
              InputStream.nullInputStream(),
              Map.copyOf(System.getenv()),
              Console.Terminal.NONE);
      int status = Main.run(console, line.split(" ")).code();
      out.println(MARK + status);
      out.writeBytes(status == 0 ? said.toByteArray() : err.toByteArray());
      out.println();
    }
    out.flush();
  }
}
