package io.github.etcdrunbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The architecture of DESIGN.md as a failing test: which package may use which, who may use a
 * library, how long a file may be, and which habits are not allowed. It reads sources, not classes,
 * so that Javadoc links and fully qualified names count as well.
 */
class ArchitectureTest {
  private static final String ROOT = "io.github.etcdrunbook";
  private static final Path MAIN = Path.of("src/main/java/io/github/etcdrunbook");
  private static final Path TEST = Path.of("src/test/java/io/github/etcdrunbook");

  /** From the top to the bottom: each may use those after it. */
  private static final List<String> SPINE =
      List.of(
          "run",
          "plan",
          "playbook",
          "action",
          "world",
          "inventory",
          "expression",
          "yaml",
          "source");

  /** Where a side branch meets the spine: it may use this package and those below it. */
  private static final Map<String, String> BRANCHES =
      Map.of(
          "report", "run",
          "journal", "run",
          "rehearsal", "run",
          "actions", "action",
          "ssh", "world",
          "etcd", "world",
          "local", "world",
          "snapshot", "world",
          "lab", "world");

  /** The composition root: it uses everything, and nothing uses it. */
  private static final String TOP = "cli";

  private static final Map<String, Set<String>> LIBRARIES =
      Map.ofEntries(
          Map.entry("com.jcraft.jsch", Set.of("ssh")),
          Map.entry("io.etcd.jetcd", Set.of("etcd")),
          Map.entry("io.grpc", Set.of("etcd")),
          Map.entry("io.netty", Set.of("etcd")),
          Map.entry("io.vertx", Set.of()),
          Map.entry("dev.cel", Set.of("expression")),
          Map.entry("com.google.protobuf", Set.of("etcd", "expression")),
          Map.entry("com.google.common", Set.of("etcd", "expression")),
          Map.entry("com.google.re2j", Set.of("expression")),
          Map.entry("org.yaml.snakeyaml", Set.of("yaml")),
          Map.entry("org.apache.commons.exec", Set.of("local")),
          Map.entry("picocli", Set.of("cli")),
          Map.entry(
              "com.fasterxml.jackson",
              Set.of("journal", "plan", "report", "cli", "snapshot", "lab")));

  private static final Set<String> EMPTY_WORDS =
      Set.of("util", "utils", "helper", "helpers", "manager", "common", "base", "impl");

  /** A habit that is allowed in few files or folders only, and what to do elsewhere. */
  private record Habit(String pattern, String instead, Set<String> places) {}

  private static final List<Habit> HABITS =
      List.of(
          new Habit(
              "System\\.(out|err|in|exit)\\b",
              "take streams as parameters and return a result",
              Set.of("cli/Console.java", "cli/Main.java", "lab/node/Main.java")),
          new Habit(
              "Thread\\.sleep|LockSupport\\.park",
              "take a sleeper as a parameter",
              Set.of("cli/", "lab/node/Main.java")),
          new Habit(
              "(Instant|LocalDate|LocalDateTime|ZonedDateTime|OffsetDateTime)\\.now\\(\\)"
                  + "|currentTimeMillis|new Date\\(\\)",
              "take a Clock as a parameter",
              Set.of()),
          new Habit(
              "printStackTrace", "return a failure, or let it reach Main", Set.of("cli/Main.java")),
          new Habit("ThreadLocal", "take it as a parameter", Set.of()),
          new Habit("\\b(TODO|FIXME|XXX)\\b", "do it, or open an issue", Set.of()));

  /** One source file: its path below the root package and its text. */
  private record Source(Path path, String text) {
    String packageName() {
      return path.getNameCount() == 1 ? "" : path.getName(0).toString();
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  @Test
  void everyPackageHasAPlace() {
    List<String> strangers =
        sources(MAIN).map(Source::packageName).distinct().filter(name -> !known(name)).toList();
    assertEquals(List.of(), strangers, "packages that DESIGN.md does not know");
  }

  @Test
  void packagesUseOnlyWhatStandsBelowThem() {
    Pattern use = Pattern.compile(Pattern.quote(ROOT) + "\\.([a-z]+)\\b");
    List<String> wrong = new ArrayList<>();
    sources(MAIN)
        .forEach(
            source ->
                matches(use, source.text())
                    .map(match -> match.group(1))
                    .distinct()
                    .filter(used -> !mayUse(source.packageName(), used))
                    .forEach(used -> wrong.add(source + " uses " + used)));
    assertEquals(List.of(), wrong);
  }

  @Test
  void aLibraryIsUsedByItsOwnPackageOnly() {
    List<String> wrong = new ArrayList<>();
    LIBRARIES.forEach(
        (library, users) -> {
          Pattern use = Pattern.compile("(?<![\\w.])" + Pattern.quote(library) + "\\.");
          sources(MAIN)
              .filter(source -> !users.contains(source.packageName()))
              .filter(source -> use.matcher(source.text()).find())
              .forEach(source -> wrong.add(source + " uses " + library));
        });
    assertEquals(List.of(), wrong);
  }

  @Test
  void noFileIsLongerThanFourHundredLines() {
    Predicate<Source> tooLong = source -> source.text().lines().count() > 400;
    List<Source> wrong = Stream.concat(sources(MAIN), sources(TEST)).filter(tooLong).toList();
    assertEquals(List.of(), wrong, "split by reason to change");
  }

  @Test
  void namesSayWhatAThingIs() {
    Pattern type = Pattern.compile("\\b(?:class|interface|record|enum)\\s+([A-Z]\\w*)");
    List<String> wrong = new ArrayList<>();
    Stream.concat(sources(MAIN), sources(TEST))
        .forEach(
            source -> {
              Stream<String> types = matches(type, source.text()).map(match -> match.group(1));
              Stream<String> folders =
                  Stream.ofNullable(source.path().getParent()).flatMap(ArchitectureTest::names);
              Stream.concat(types, folders)
                  .filter(name -> words(name).anyMatch(EMPTY_WORDS::contains))
                  .forEach(name -> wrong.add(source + ": " + name));
            });
    assertEquals(List.of(), wrong, "name the concept");
  }

  @Test
  void habitsKeepToTheirPlaces() {
    List<String> wrong = new ArrayList<>();
    for (Habit habit : HABITS) {
      Pattern pattern = Pattern.compile(habit.pattern());
      sources(MAIN)
          .filter(source -> habit.places().stream().noneMatch(source.toString()::startsWith))
          .forEach(
              source ->
                  matches(pattern, source.text())
                      .forEach(
                          match ->
                              wrong.add(source + ": " + match.group() + "; " + habit.instead())));
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyPackageSaysWhatItOwns() {
    List<Path> silent =
        sources(MAIN)
            .map(source -> source.path().getParent())
            .distinct()
            .filter(folder -> !Files.exists(MAIN.resolve(folder).resolve("package-info.java")))
            .toList();
    assertEquals(List.of(), silent, "packages without package-info.java");
  }

  @Test
  void theSourcesAreFound() {
    assertTrue(sources(MAIN).count() > 3, "reads " + MAIN.toAbsolutePath());
  }

  private static boolean known(String name) {
    return name.equals(TOP) || SPINE.contains(name) || BRANCHES.containsKey(name);
  }

  private static boolean mayUse(String user, String used) {
    if (user.equals(used) || user.equals(TOP)) {
      return true;
    }
    boolean branch = BRANCHES.containsKey(user);
    int from = SPINE.indexOf(branch ? BRANCHES.get(user) : user);
    int to = SPINE.indexOf(used);
    return to > from || (branch && to == from);
  }

  private static Stream<Source> sources(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("ArchitectureTest.java"))
          .sorted()
          .map(file -> new Source(root.relativize(file), read(file)))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  private static Stream<String> names(Path folder) {
    return Stream.iterate(0, i -> i < folder.getNameCount(), i -> i + 1)
        .map(i -> folder.getName(i).toString());
  }

  private static Stream<String> words(String name) {
    return Stream.of(name.split("(?=[A-Z])", -1)).map(word -> word.toLowerCase(Locale.ROOT));
  }
}
