package io.github.etcdrunbook.actions.health;

import static io.github.etcdrunbook.actions.health.Symptom.problem;
import static io.github.etcdrunbook.actions.health.Symptom.warning;

import io.github.etcdrunbook.actions.health.Patient.Organ;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Certificate;
import io.github.etcdrunbook.world.Clocks;
import io.github.etcdrunbook.world.FoundFile;
import io.github.etcdrunbook.world.MemberStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What is wrong around etcd: certificates, versions, backups. Pure. */
final class Surroundings {
  private static final Duration SOON = Duration.ofDays(7);

  private Surroundings() {}

  static List<Symptom> of(Patient patient, EtcdHealth.Arguments arguments) {
    List<Symptom> symptoms = new ArrayList<>();
    for (Organ organ : patient.organs()) {
      organ
          .body()
          .seen()
          .ifPresent(
              body ->
                  body.certificates()
                      .forEach(
                          one ->
                              certificate(organ, one, body.clock(), arguments)
                                  .ifPresent(symptoms::add)));
    }
    Map<HostName, Instant> clocks = new LinkedHashMap<>();
    for (Organ organ : patient.organs()) {
      organ.body().seen().ifPresent(body -> clocks.put(organ.host(), body.clock()));
    }
    Clocks.apart(clocks).forEach(apart -> symptoms.add(problem(apart)));
    versions(patient, symptoms);
    backups(patient, arguments).ifPresent(symptoms::add);
    return symptoms;
  }

  private static Optional<Symptom> certificate(
      Organ organ, Certificate one, Instant now, EtcdHealth.Arguments arguments) {
    Duration left = Duration.between(now, one.notAfter());
    String what = organ.host() + ":" + one.path();
    if (left.isNegative()) {
      return Optional.of(problem("%s has expired at %s".formatted(what, one.notAfter())));
    }
    if (now.isBefore(one.notBefore())) {
      return Optional.of(
          problem(
              "%s is not valid before %s; the host's clock says %s"
                  .formatted(what, one.notBefore(), now.truncatedTo(ChronoUnit.SECONDS))));
    }
    if (left.compareTo(SOON) < 0) {
      return Optional.of(problem("%s expires in %d days".formatted(what, left.toDays())));
    }
    return left.toDays() < arguments.certificateDays()
        ? Optional.of(warning("%s expires in %d days".formatted(what, left.toDays())))
        : Optional.empty();
  }

  private static void versions(Patient patient, List<Symptom> symptoms) {
    TreeSet<String> versions = new TreeSet<>();
    patient.organs().stream()
        .flatMap(organ -> organ.status().seen().stream())
        .map(MemberStatus::version)
        .forEach(versions::add);
    versions.forEach(version -> KnownVersions.about(version).ifPresent(symptoms::add));
    if (versions.size() > 1) {
      symptoms.add(
          warning("the members run different versions: %s".formatted(String.join(", ", versions))));
    }
  }

  private static Optional<Symptom> backups(Patient patient, EtcdHealth.Arguments arguments) {
    if (arguments.backups().isBlank()) {
      return Optional.empty();
    }
    Optional<Instant> newest =
        patient.backups().stream()
            .filter(file -> file.path().endsWith(".db"))
            .map(FoundFile::modified)
            .max(Comparator.naturalOrder());
    if (newest.isEmpty()) {
      return Optional.of(problem("there is no backup in %s".formatted(arguments.backups())));
    }
    Duration age = Duration.between(newest.get(), patient.now().orElse(newest.get()));
    return age.compareTo(arguments.backupAge()) > 0
        ? Optional.of(
            problem(
                "the newest backup in %s is %d hours old"
                    .formatted(arguments.backups(), age.toHours())))
        : Optional.empty();
  }
}
