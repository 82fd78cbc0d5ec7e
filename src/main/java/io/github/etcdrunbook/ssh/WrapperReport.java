package io.github.etcdrunbook.ssh;

import io.github.etcdrunbook.ssh.Wrapper.Listed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what the wrapper's functions print. Filled by one exchange, read after it. */
final class WrapperReport {
  private static final int PARTS_BYTES_MAX = 64 << 20;

  private final List<Section> sections = new ArrayList<>(List.of(new Section("")));
  private final HeadAndTail errors = new HeadAndTail(2048);
  private int size;

  /** A mark, and the bytes up to the next one. */
  private record Section(String label, ByteArrayOutputStream content) {
    Section(String label) {
      this(label, new ByteArrayOutputStream());
    }

    String[] words() {
      return label.split(" ");
    }
  }

  RemoteShell.Sink stdout() {
    return new RemoteShell.Sink() {
      @Override
      public void bytes(byte[] bytes, int offset, int length) {
        // Bounded by the wrapper; this bound is for a host that lies.
        if (size + length <= PARTS_BYTES_MAX) {
          sections.getLast().content().write(bytes, offset, length);
          size += length;
        }
      }

      @Override
      public void mark(String label) {
        sections.add(new Section(label));
      }
    };
  }

  RemoteShell.Sink stderr() {
    return errors::write;
  }

  String errorText() {
    return errors.captured().lastLines(5);
  }

  String plainText() {
    return sections.getFirst().content().toString(StandardCharsets.UTF_8);
  }

  boolean startedNow() {
    return find("started").isPresent();
  }

  boolean noted() {
    return find("noted").isPresent();
  }

  WrapperRecord record() throws FailedCall {
    Section state =
        find("state").orElseThrow(() -> new IllegalStateException("no state: " + sections));
    String[] words = state.words();
    return record(words, 1);
  }

  private WrapperRecord record(String[] words, int from) {
    String code = words[from + 1];
    return switch (words[from]) {
      case "absent" -> new WrapperRecord.Absent(words[from + 4]);
      case "starting", "running" -> new WrapperRecord.Running(output("out"), output("err"));
      case "exited" ->
          new WrapperRecord.Exited(
              new CommandResult(Integer.parseInt(code), output("out"), output("err")));
      case "never" -> new WrapperRecord.NeverStarted();
      case "interrupted" ->
          new WrapperRecord.Interrupted(
              code.equals("reboot")
                  ? "the host has been restarted since"
                  : "its processes are gone and left no exit status",
              output("out"),
              output("err"));
      default ->
          new WrapperRecord.Interrupted(
              "its launcher is gone and its key cannot be settled", output("out"), output("err"));
    };
  }

  /** The keys of a run, each with its intent. */
  List<Listed> listed(String run) {
    List<Listed> all = new ArrayList<>();
    for (Section section : sections) {
      if (section.label().startsWith("key ")) {
        String[] words = section.words();
        String claim = section.content().toString(StandardCharsets.UTF_8);
        WrapperKey.parse(run, words[1])
            .ifPresent(key -> all.add(new Listed(key, intent(claim), record(words, 2))));
      }
    }
    return List.copyOf(all);
  }

  /** The claim's first line is the wrapper's own; its last word is the intent's length in bytes. */
  private static Optional<String> intent(String claim) {
    int firstEnd = claim.indexOf('\n');
    String[] words = claim.substring(0, Math.max(0, firstEnd)).split(" ");
    String rest = claim.substring(firstEnd + 1);
    String text = rest.endsWith("\n") ? rest.substring(0, rest.length() - 1) : rest;
    boolean whole = words[words.length - 1].equals("" + ShellQuoting.bytes(text).length);
    return whole && !words[0].equals("fenced") ? Optional.of(text) : Optional.empty();
  }

  private CapturedOutput output(String name) {
    byte[] head = part(name);
    byte[] tail = part(name + ".tail");
    boolean isWhole = find("part " + name + ".tail").isEmpty();
    return new CapturedOutput(
        head, tail, isWhole ? OptionalLong.of(head.length) : OptionalLong.empty());
  }

  private byte[] part(String name) {
    return find("part " + name).map(section -> section.content().toByteArray()).orElse(new byte[0]);
  }

  private Optional<Section> find(String label) {
    return sections.stream()
        .filter(each -> each.label().equals(label) || each.label().startsWith(label + " "))
        .findFirst();
  }
}
