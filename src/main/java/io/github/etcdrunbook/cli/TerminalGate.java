package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.report.Style;
import io.github.etcdrunbook.run.Gatekeeper;
import io.github.etcdrunbook.world.EffectText;
import io.github.etcdrunbook.world.StepId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Asks the person at the terminal; answers given beforehand with {@code --confirm STEP=PHRASE} come
 * first. Without a terminal and without such an answer there is nobody. One question at a time.
 */
final class TerminalGate implements Gatekeeper {
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Console console;
  private final Map<String, String> beforehand;
  private final String operator;
  private final Runnable before;
  private final Runnable after;
  private final BooleanSupplier stopped;

  /**
   * A gate that takes a moving display away before it asks and brings it back afterwards.
   *
   * @param beforehand phrases by step id
   */
  TerminalGate(
      Console console,
      Map<String, String> beforehand,
      String operator,
      Runnable before,
      Runnable after) {
    this(console, beforehand, operator, new Around(before, after, () -> false));
  }

  /**
   * What goes on around a question.
   *
   * @param before takes a moving display away
   * @param after brings it back
   * @param stopped whether nobody waits for the answer any more
   */
  record Around(Runnable before, Runnable after, BooleanSupplier stopped) {}

  /** A gate that stops waiting for an answer when the operator stops the run. */
  TerminalGate(Console console, Map<String, String> beforehand, String operator, Around around) {
    this.console = console;
    this.beforehand = Map.copyOf(beforehand);
    this.operator = operator;
    this.before = around.before();
    this.after = around.after();
    this.stopped = around.stopped();
  }

  @Override
  public boolean reaches(StepId step) {
    return console.terminal().in() || beforehand.containsKey(step.text());
  }

  @Override
  public synchronized Answer ask(Question question) {
    String wanted = question.phrase().orElse("yes");
    Optional<String> given = Optional.ofNullable(beforehand.get(question.step().text()));
    if (given.isPresent()) {
      return given.get().equals(wanted)
          ? new Answer.Yes(operator + ", beforehand")
          : new Answer.No(operator + ", whose phrase beforehand is not `" + wanted + "`");
    }
    if (!console.terminal().in()) {
      return new Answer.Nobody();
    }
    before.run();
    try {
      return askPerson(question, wanted);
    } finally {
      after.run();
    }
  }

  private Answer askPerson(Question question, String wanted) {
    console.err().println();
    question
        .effects()
        .forEach(effect -> console.err().println("  + " + EffectText.withHost(effect)));
    if (question.noReturn()) {
      console.err().println("After this there is no way back.");
    }
    folded(question.text()).forEach(console.err()::println);
    console.err().print("Type " + wanted + " to go on, anything else stops: ");
    console.err().flush();
    Optional<String> line = readLine();
    if (line.isEmpty()) {
      console.err().println();
      return new Answer.Nobody();
    }
    return line.get().strip().equals(wanted) ? new Answer.Yes(operator) : new Answer.No(operator);
  }

  /** The text in lines that fit the terminal, broken between words. */
  private List<String> folded(String text) {
    int width = Math.max(40, console.terminal().columns()) - 1;
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : Style.harmless(text.replace('\n', ' ')).split(" +", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** The line; none at the end of input, and when the run is stopped meanwhile. */
  private Optional<String> readLine() {
    CompletableFuture<Optional<String>> line = new CompletableFuture<>();
    // A read from a terminal cannot be interrupted: it is left alone when nobody wants it.
    Thread.ofPlatform().daemon().start(() -> line.complete(read()));
    while (!stopped.getAsBoolean()) {
      try {
        return line.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException notYet) {
        // Look again whether anybody still waits.
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      } catch (ExecutionException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
    return Optional.empty();
  }

  private Optional<String> read() {
    try {
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
      return Optional.ofNullable(reader.readLine());
    } catch (IOException closed) {
      return Optional.empty();
    }
  }
}
