package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PracticeTest {
  /** Were it to fail, the launcher would make a poorer archive, and nobody would notice. */
  @Test
  void callsAMemberOfEtcdThatItPlaysItself() throws Exception {
    assertEquals(Optional.empty(), Practice.call().failure());
  }

  @Test
  void endsAsTheCommandThatItIsGiven() {
    Console console =
        new Console(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            InputStream.nullInputStream(),
            Map.of(),
            Console.Terminal.NONE);
    assertEquals(ExitCode.DONE, Practice.with(console, "list"));
    assertEquals(ExitCode.COMMAND_LINE, Practice.with(console, "no-such-command"));
  }
}
