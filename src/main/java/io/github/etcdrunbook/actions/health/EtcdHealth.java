package io.github.etcdrunbook.actions.health;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Nature;
import io.github.etcdrunbook.actions.health.Patient.Organ;
import io.github.etcdrunbook.world.EtcdLayout;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Examines the whole cluster. Changes nothing, and is always satisfied: the output tells. */
public final class EtcdHealth implements Action<EtcdHealth.Arguments, Patient, EtcdHealth.Output> {

  /** What counts as healthy. */
  public record Arguments(
      @Doc(
              value = "The folder of the backups on this machine; empty asks for none",
              byDefault = "\"\"",
              example = "backups")
          String backups,
      @Doc(value = "How old the newest backup may be", byDefault = "25h", example = "7h")
          Duration backupAge,
      @Doc(
              value =
                  "A certificate that ends within so many days is a warning; within 7 a problem",
              byDefault = "30",
              example = "60")
          long certificateDays) {}

  /** One member. */
  public record Row(
      String host,
      String endpoint,
      String id,
      String version,
      Value<Long> size,
      boolean leader,
      boolean learner,
      Value<Long> term,
      Value<Long> index) {}

  /** What was found. */
  public record Output(
      @Doc("The members that answer") List<Row> members,
      @Doc("What is wrong: none when the cluster is healthy") List<String> problems,
      @Doc("What a person should know") List<String> warnings,
      @Doc("All of it as text, the table of members first") String report) {}

  @Override
  public Manual manual() {
    return new Manual(
        "etcd.health",
        "Examine the cluster",
        "Looks at every member's process, leader, quorum (by a linearizable read), data"
            + " (by hashes at one revision, where the compacted revision is equal), alarms, space,"
            + " certificates, version against releases with known faults, at the number of voters"
            + " and at the age of the newest backup. Changes nothing and refuses nothing: require"
            + " that `problems` is empty.",
        Manual.Place.CLUSTER,
        """
        - id: health
          uses: etcd.health
          with: {backups: backups}
        """);
  }

  @Override
  public Nature nature() {
    return Nature.READS;
  }

  @Override
  public Class<Arguments> arguments() {
    return Arguments.class;
  }

  @Override
  public Class<Output> output() {
    return Output.class;
  }

  @Override
  public Patient probe(Arguments arguments, Reader reader) {
    return Patient.look(reader, arguments.backups());
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Patient seen) {
    List<Symptom> symptoms = new ArrayList<>(Diagnosis.of(seen));
    symptoms.addAll(Surroundings.of(seen, arguments));
    List<Row> rows = seen.organs().stream().flatMap(organ -> row(organ).stream()).toList();
    Output bare =
        new Output(
            rows,
            texts(symptoms, Symptom.Weight.PROBLEM),
            texts(symptoms, Symptom.Weight.WARNING),
            "");
    String report = HealthText.of(bare);
    return new Decision.Satisfied<>(
        report, new Output(rows, bare.problems(), bare.warnings(), report));
  }

  private static List<String> texts(List<Symptom> symptoms, Symptom.Weight weight) {
    return symptoms.stream()
        .filter(symptom -> symptom.weight() == weight)
        .map(Symptom::text)
        .toList();
  }

  private static Optional<Row> row(Organ organ) {
    return organ
        .status()
        .seen()
        .map(
            status ->
                new Row(
                    organ.host().text(),
                    organ
                        .layout()
                        .map(EtcdLayout::clientUrls)
                        .flatMap(urls -> urls.stream().findFirst())
                        .orElse(""),
                    status.member().toString(),
                    status.version(),
                    status.progress().map(MemberStatus.Progress::size),
                    status.leader().equals(Optional.of(status.member())),
                    status.learner(),
                    status.progress().map(MemberStatus.Progress::term),
                    status.progress().map(MemberStatus.Progress::applied)));
  }
}
