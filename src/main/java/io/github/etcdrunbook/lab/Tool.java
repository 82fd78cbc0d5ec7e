package io.github.etcdrunbook.lab;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs the machine's own tools: ip, mount, nsenter and their like, in the C locale. */
final class Tool {
  /** How a tool ended; output and errors in the order in which they came. */
  record Output(int exit, String text) {}

  private Tool() {}

  /** Runs a tool to its end, whatever that is. */
  static Output run(List<String> argv, String input) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The tool has ended without reading: its exit status says why.
    }
    try {
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Output(process.waitFor(), text);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted in " + argv.get(0));
    }
  }

  /** Runs a tool that must succeed; its output. */
  static String must(List<String> argv, String input) throws IOException {
    Output output = run(argv, input);
    if (output.exit() != 0) {
      throw new IOException(
          String.join(" ", argv) + ": exit " + output.exit() + ": " + output.text().strip());
    }
    return output.text();
  }

  static String must(String... argv) throws IOException {
    return must(List.of(argv), "");
  }

  /** Starts a process that goes on when this program has ended. */
  static void detach(List<String> argv, File console) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(console));
    builder.redirectInput(new File("/dev/null"));
    Process process = builder.start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", argv) + ": see " + console);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted in " + argv.get(0));
    }
  }
}
