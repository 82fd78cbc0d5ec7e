package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.run.Gatekeeper;
import io.github.etcdrunbook.world.EffectText;
import io.github.etcdrunbook.world.StepId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the person at the terminal; answers given beforehand with {@code --confirm STEP=PHRASE} come
 * first. Without a terminal and without such an answer there is nobody. One question at a time.
 */
final class TerminalGate implements Gatekeeper {
  private final Console console;
  private final Map<String, String> beforehand;
  private final String operator;
  private final Runnable before;
  private final Runnable after;

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
    this.console = console;
    this.beforehand = Map.copyOf(beforehand);
    this.operator = operator;
    this.before = before;
    this.after = after;
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
    console.err().println(question.text());
    console.err().print("Type " + wanted + " to go on, anything else stops: ");
    console.err().flush();
    String line = readLine();
    return line.strip().equals(wanted) ? new Answer.Yes(operator) : new Answer.No(operator);
  }

  private String readLine() {
    try {
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
      return Optional.ofNullable(reader.readLine()).orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
