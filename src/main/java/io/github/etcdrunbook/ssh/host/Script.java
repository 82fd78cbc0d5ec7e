package io.github.etcdrunbook.ssh.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A literal script for a host's POSIX shell: a resource beside this class. Values reach it only as
 * positional parameters, so that no datum can become shell. Immutable.
 */
record Script(String name, String text) {
  /** Rejects null. */
  Script {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(text, "text");
  }

  /** The script of this name, with the frame before it. */
  static Script named(String name) {
    return new Script(name, resource("frame") + resource(name));
  }

  /** A script that changes something: it also has the words to refuse with. */
  static Script changing(String name) {
    return new Script(name, resource("frame") + resource("change") + resource(name));
  }

  /** The command that runs it with these parameters. */
  List<String> with(List<String> parameters) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", text, name));
    command.addAll(parameters);
    return List.copyOf(command);
  }

  private static String resource(String name) {
    try (InputStream stream = Script.class.getResourceAsStream(name + ".sh")) {
      return new String(
          Objects.requireNonNull(stream, () -> "no script " + name).readAllBytes(),
          StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
