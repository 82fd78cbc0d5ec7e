package io.github.etcdrunbook.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.actions.Catalog;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.playbook.Datum;
import io.github.etcdrunbook.playbook.Input;
import io.github.etcdrunbook.playbook.InputValues;
import io.github.etcdrunbook.playbook.Playbook;
import io.github.etcdrunbook.playbook.PlaybookReader;
import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.EffectKey;
import io.github.etcdrunbook.world.EffectRef;
import io.github.etcdrunbook.world.Progress;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.SlowWorld;
import io.github.etcdrunbook.world.SlowWorldBuilder;
import io.github.etcdrunbook.world.StepId;
import io.github.etcdrunbook.yaml.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every playbook that ships, killed at every event of its journal: {@code etcd-runbook test} in
 * code. A new file is picked up; what it needs to have something to do stands in the table below.
 */
class ShippedPlaybooksSurviveTest {
  /** All points are tried by the full tests, a sample by the others. */
  private static final int EVERY = Boolean.getBoolean("test.full") ? 1 : 23;

  private static final String SAVED = "/saved/now.db";

  private record Case(Map<String, String> inputs, Supplier<SlowWorld> worlds) {
    Case(Map<String, String> inputs, SlowWorldBuilder builder) {
      this(inputs, builder::build);
    }
  }

  private static Case needs(String playbook) {
    SlowWorldBuilder builder = SlowWorld.builder();
    return switch (playbook) {
      case "restore-from-snapshot" ->
          new Case(Map.of("snapshot", Setting.snapshot(), "reason", "tried"), builder);
      case "remove-member" -> new Case(Map.of("host", "cp2"), builder);
      case "replace-member" -> new Case(Map.of("host", "cp3"), builder.crashing("cp3"));
      case "add-member" -> new Case(Map.of("host", "cp4"), builder.fresh(1));
      case "rolling-defragment" -> new Case(Map.of("force", "true"), builder);
      case "compact" -> new Case(Map.of("keep_revisions", "10", "slack", "0"), builder);
      case "force-new-cluster" -> {
        SlowWorldBuilder survivor = builder.off("cp1").off("cp3");
        yield new Case(
            Map.of("snapshot", SAVED, "fenced", "[cp1, cp3]"), () -> saved(survivor.build()));
      }
      case "backup" -> new Case(Map.of("recipient", "gpg:" + "0123456789".repeat(4)), builder);
      case "nospace-recovery" -> new Case(Map.of(), builder.full());
      default -> new Case(Map.of(), builder);
    };
  }

  /** A snapshot of the survivor, taken without quorum. */
  private static SlowWorld saved(SlowWorld world) {
    EffectRef save = new EffectRef(new StepId("save"), Optional.empty(), 0);
    world
        .etcdWriter()
        .perform(
            new Effect.SaveSnapshot(new HostName("cp2"), SAVED),
            new EffectKey(new RunId("20260301-020000-save"), save, EffectKey.Phase.FORWARD, 1),
            Duration.ofMinutes(1),
            Progress.none());
    return world;
  }

  static Stream<Path> playbooks() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("playbooks"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  private static Checked<SourceFile> load(String path) {
    try {
      return Checked.of(new SourceFile(path, Files.readString(Path.of(path))));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @ParameterizedTest
  @MethodSource("playbooks")
  void survivesEveryCrash(Path path) {
    Playbook playbook = read(path);
    survives(playbook, needs(playbook.heading().name()));
  }

  @Test
  void theRouteOfTheFlagSurvivesEveryCrash() {
    SlowWorldBuilder survivor = SlowWorld.builder().version("3.5.25").off("cp1").off("cp3");
    survives(
        read(Path.of("playbooks/force-new-cluster.yaml")),
        new Case(
            Map.of("route", "flag", "snapshot", SAVED, "fenced", "[cp1, cp3]"),
            () -> saved(survivor.build())));
  }

  private static Playbook read(Path path) {
    return new PlaybookReader(Catalog.actions(), ShippedPlaybooksSurviveTest::load)
        .read(path.toString())
        .playbook()
        .value()
        .orElseThrow();
  }

  private static void survives(Playbook playbook, Case needed) {
    Map<String, Node> given = new HashMap<>();
    for (Input input : playbook.inputs()) {
      if (needed.inputs().containsKey(input.name())) {
        Node node =
            InputValues.option(input, needed.inputs().get(input.name())).value().orElseThrow();
        given.put(input.name(), node);
      }
    }
    Map<String, Datum> inputs = InputValues.of(playbook.inputs(), given).value().orElseThrow();
    Setting setting = Setting.of(playbook, inputs, needed.worlds());
    Verdict verdict = new CrashMatrix(setting, EVERY).run();
    Verdict.Tried tried =
        assertInstanceOf(Verdict.Tried.class, verdict, () -> "not tried: " + verdict);
    assertEquals(List.of(), tried.resumed().broken());
    assertEquals(List.of(), tried.undone().broken());
    assertTrue(tried.resumed().tried() > 0 && tried.events() > 2, "it did nothing");
  }
}
