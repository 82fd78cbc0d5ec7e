package io.github.etcdrunbook.yaml;

import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.source.SourceRange;
import java.io.StringReader;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * One YAML text to one tree. What our files do without is an error with its place: duplicate keys,
 * anchors, aliases, merge keys, tags, several documents, keys that are not text, deep nesting.
 *
 * <p>SnakeYAML's events are read, not its composed nodes: an alias event has its own place, where a
 * composed alias is the anchor's node; and nothing is ever expanded, so there are no alias bombs.
 * Pure; a file that cannot be read is a finding, never an exception.
 */
public final class YamlReader {
  private YamlReader() {}

  /** Reads the tree of a file. With findings of kind error the tree may still be worth checking. */
  public static Checked<Node> read(SourceFile file) {
    EventPlaces places = new EventPlaces(file);
    try {
      Yaml yaml = new Yaml(new SafeConstructor(options()));
      NodeBuilder builder =
          new NodeBuilder(places, yaml.parse(new StringReader(file.text())).iterator());
      return builder.build();
    } catch (MarkedYAMLException exception) {
      return Checked.failed(syntax(file, places, exception));
    } catch (ReaderException exception) {
      return Checked.failed(
          Diagnostic.error(
              "file.not-text",
              places.range(exception.getPosition(), exception.getPosition() + 1),
              String.format(
                  "this file holds the character U+%04X, which YAML does not allow",
                  exception.getCodePoint())));
    } catch (YAMLException exception) {
      return Checked.failed(
          Diagnostic.error(
              "yaml.syntax", SourceRange.startOf(file.path()), firstLine(exception.getMessage())));
    }
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    options.setProcessComments(false);
    return options;
  }

  private static Diagnostic syntax(
      SourceFile file, EventPlaces places, MarkedYAMLException exception) {
    Mark mark = exception.getProblemMark();
    boolean unclosed =
        exception.getProblem() != null && exception.getProblem().contains("end of stream");
    if (mark == null || (unclosed && exception.getContextMark() != null)) {
      mark = exception.getContextMark();
    }
    SourceRange range =
        mark == null
            ? SourceRange.startOf(file.path())
            : places.range(mark.getIndex(), mark.getIndex() + 1);
    String problem = exception.getProblem() == null ? "not YAML" : exception.getProblem();
    if (problem.contains("'\\t(TAB)'")) {
      return Diagnostic.error("yaml.tab", range, "a tab stands where YAML wants spaces")
          .hint("indent with two spaces");
    }
    String context = exception.getContext() == null ? "" : exception.getContext() + ": ";
    Diagnostic finding =
        Diagnostic.error("yaml.syntax", range, "this is not YAML: " + firstLine(context + problem));
    String line = file.line(range.start().line());
    if (line.contains("${") && (line.contains("{") || line.contains("["))) {
      return finding.hint("quote texts that hold `${...}`: \"${inputs.x}\"");
    }
    if (line.contains(": ") && problem.contains("mapping values are not allowed")) {
      return finding.hint("quote texts that hold `: `, or indent the line as a key of its own");
    }
    return finding;
  }

  private static String firstLine(String message) {
    return message == null ? "not YAML" : message.lines().findFirst().orElse("not YAML");
  }
}
