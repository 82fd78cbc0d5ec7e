package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.journal.JournalFile;
import java.io.IOException;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A journal's file that cuts the connections to a host when an effect on it begins: at once, so
 * that the effect finds them dead, or a moment later, while it runs. Says of each cut whether the
 * effect was still open then. What is tried again is left alone. An effect of no host is a call of
 * etcd: when each effect is hit, all hosts are cut off at once then. Before the first effect on a
 * host that ends a run in order, with nothing changed, so that it is left out.
 */
final class CuttingFile implements JournalFile {
  private static final int LATEST_MS = 80;

  private final JournalFile file;
  private final Console console;
  private final Cut cut;
  private final Sample sample;
  private final Random random;
  private final Set<String> open = ConcurrentHashMap.newKeySet();
  private int intents;
  private boolean changing;

  CuttingFile(JournalFile file, Console console, Cut cut, Sample sample) {
    this.file = file;
    this.console = console;
    this.cut = cut;
    this.sample = sample;
    this.random = new Random(sample.seed());
  }

  /** Ends all connections to a host, or to all hosts when it is empty, as a network would. */
  interface Cut {
    void connectionsTo(String host);
  }

  /** One of so many effects; which one, and when within it, follows from the seed. */
  record Sample(int every, long seed) {}

  @Override
  public byte[] read() throws IOException {
    return file.read();
  }

  @Override
  public void append(byte[] bytes) throws IOException {
    JournalLine line = JournalLine.of(bytes);
    if (!line.isIntent()) {
      open.remove(line.of());
      file.append(bytes);
      return;
    }
    open.add(line.of());
    file.append(bytes);
    changing = changing || !line.host().isEmpty();
    if (!line.isFirstAttempt()
        || (line.host().isEmpty() && (sample.every() > 1 || !changing))
        || Math.floorMod(sample.seed() + intents++, sample.every()) != 0) {
      return;
    }
    int delay = random.nextInt(LATEST_MS);
    if (delay < LATEST_MS / 4) {
      cut(line);
    } else {
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                pause(delay);
                cut(line);
              });
    }
  }

  private void cut(JournalLine line) {
    cut.connectionsTo(line.host());
    console
        .err()
        .println("CUT " + (open.contains(line.of()) ? "inside of " : "after ") + line.of());
  }

  private static void pause(int delay) {
    try {
      Thread.sleep(delay);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void force() throws IOException {
    file.force();
  }

  @Override
  public void cutTo(long length) throws IOException {
    file.cutTo(length);
  }
}
