package io.github.etcdrunbook.ssh.host;

import io.github.etcdrunbook.world.Incarnation;
import io.github.etcdrunbook.world.RunId;
import io.github.etcdrunbook.world.UnitState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the unit script saw of a unit, and what the traces script adds when nothing of it runs.
 * Pure; immutable.
 */
record UnitSight(
    boolean defined, boolean startable, Optional<RunId> parkedBy, List<Incarnation> running) {
  private static final Pattern PARKED =
      Pattern.compile("/etc/kubernetes/runbook-([0-9]{8}-[0-9]{6}-[0-9a-z]{4})/.*");
  private static final Pattern FENCED = Pattern.compile("# run ([0-9]{8}-[0-9]{6}-[0-9a-z]{4})");
  private static final Set<String> ACTIVE =
      Set.of("active", "activating", "deactivating", "reloading", "refreshing");

  /** Rejects null and copies the list. */
  UnitSight {
    Objects.requireNonNull(parkedBy, "parkedBy");
    running = List.copyOf(running);
  }

  /**
   * A unit that is a static pod.
   *
   * @param own tells the processes of this pod from others of the same program, where it can; those
   *     in containers of another pod are never its own
   */
  static UnitSight ofPod(String output, String program, StaticPod pod, Predicate<LiveProcess> own) {
    List<Section> sections = Section.all(output);
    boolean inPlace = Section.named(sections, "in-place").isPresent();
    List<String> parked =
        sections.stream().flatMap(section -> section.behind("parked").stream()).toList();
    List<LiveProcess> processes =
        LiveProcess.all(sections).stream().filter(one -> one.runs(program)).toList();
    Set<String> foreign = RunningContainers.notOf(sections, pod);
    List<Incarnation> running =
        new ArrayList<>(
            processes.stream()
                .filter(own)
                .filter(process -> process.container().filter(foreign::contains).isEmpty())
                .map(LiveProcess::incarnation)
                .toList());
    Set<String> known = new HashSet<>();
    processes.forEach(process -> process.container().ifPresent(known::add));
    if (running.isEmpty()) {
      // A container whose program goes by another name, or that is only just being started.
      RunningContainers.of(sections, pod).stream()
          .filter(one -> !known.contains(one.id()))
          .forEach(running::add);
    }
    return new UnitSight(
        inPlace || !parked.isEmpty(),
        inPlace,
        inPlace ? Optional.empty() : parked.stream().flatMap(p -> run(PARKED, p)).findFirst(),
        running);
  }

  /** A unit of systemd. */
  static UnitSight ofService(String output) {
    List<Section> sections = Section.all(output);
    Map<String, String> shown =
        Section.named(sections, "systemd").map(UnitProperties::of).orElse(Map.of());
    String load = shown.getOrDefault("LoadState", "not-found");
    Optional<Section> fence = Section.named(sections, "fence");
    List<Incarnation> running =
        new ArrayList<>(mainProcess(output).map(LiveProcess::incarnation).stream().toList());
    if (running.isEmpty() && ACTIVE.contains(shown.getOrDefault("ActiveState", "inactive"))) {
      running.add(
          new Incarnation(
              "unit is " + shown.get("ActiveState"), 0, shown.getOrDefault("MainPID", "")));
    }
    return new UnitSight(
        load.equals("loaded") || load.equals("masked"),
        load.equals("loaded") && fence.isEmpty(),
        fence.flatMap(section -> run(FENCED, section.lines().getFirst()).findFirst()),
        running);
  }

  /** The main process of a unit of systemd, if it runs and is the program that was asked for. */
  static Optional<LiveProcess> mainProcess(String output) {
    List<Section> sections = Section.all(output);
    String pid =
        Section.named(sections, "systemd")
            .map(UnitProperties::of)
            .map(shown -> shown.getOrDefault("MainPID", "0"))
            .orElse("0");
    return LiveProcess.all(sections).stream()
        .filter(process -> String.valueOf(process.pid()).equals(pid))
        .findFirst();
  }

  private static Stream<RunId> run(Pattern form, String text) {
    Matcher matcher = form.matcher(text);
    return matcher.matches() ? Stream.of(new RunId(matcher.group(1))) : Stream.empty();
  }

  /** The same with what a stopped process left behind: while that is there, it is not gone. */
  UnitSight with(Traces traces, List<SocketEnd.Door> doors) {
    if (!running.isEmpty()) {
      return this;
    }
    return new UnitSight(defined, startable, parkedBy, traces.remains(doors));
  }

  /** The state as the world has it. */
  UnitState state() {
    return new UnitState(defined, startable, parkedBy, running.stream().findFirst());
  }
}
