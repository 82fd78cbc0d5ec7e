package io.github.etcdrunbook.actions.health;

import static io.github.etcdrunbook.actions.health.Symptom.problem;
import static io.github.etcdrunbook.actions.health.Symptom.warning;

import io.github.etcdrunbook.actions.health.Patient.Organ;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.HashAt;
import io.github.etcdrunbook.world.Member;
import io.github.etcdrunbook.world.MemberId;
import io.github.etcdrunbook.world.MemberStatus;
import io.github.etcdrunbook.world.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What is wrong with etcd itself: processes, leader, quorum, data, alarms, space. Pure. */
final class Diagnosis {
  private static final long LAG_MAX = 1000;
  private static final int NEARLY_FULL = 80;
  private static final int FULL = 95;
  private static final long MUCH_FREE = 100L << 20;

  private final Patient patient;
  private final List<Symptom> symptoms = new ArrayList<>();

  private Diagnosis(Patient patient) {
    this.patient = patient;
  }

  static List<Symptom> of(Patient patient) {
    Diagnosis diagnosis = new Diagnosis(patient);
    patient.organs().forEach(diagnosis::process);
    diagnosis.leader();
    diagnosis.members();
    diagnosis.consistency();
    diagnosis.alarms();
    patient.organs().forEach(diagnosis::space);
    return List.copyOf(diagnosis.symptoms);
  }

  private List<MemberStatus> statuses() {
    return patient.organs().stream().flatMap(organ -> organ.status().seen().stream()).toList();
  }

  private void process(Organ organ) {
    Optional<Failure> unseen = organ.body().unseen();
    unseen.ifPresent(
        why -> symptoms.add(problem("host %s: %s".formatted(organ.host(), why.what()))));
    boolean runs = organ.body().seen().map(Patient.Body::runs).orElse(false);
    if (unseen.isEmpty() && !runs) {
      symptoms.add(problem("etcd of %s does not run".formatted(organ.host())));
    } else if (organ.status().seen().isEmpty()) {
      symptoms.add(
          problem(
              "etcd of %s does not answer: %s"
                  .formatted(organ.host(), organ.status().unseen().map(Failure::what).orElse(""))));
    } else if (!organ.quorum()) {
      symptoms.add(problem("etcd of %s answers no linearizable read".formatted(organ.host())));
    }
  }

  private void leader() {
    Set<Object> clusters = new HashSet<>(statuses().stream().map(MemberStatus::cluster).toList());
    if (clusters.size() > 1) {
      symptoms.add(problem("the members belong to different clusters: %s".formatted(clusters)));
    }
    Set<MemberId> leaders = new HashSet<>();
    statuses().forEach(status -> status.leader().ifPresent(leaders::add));
    if (leaders.isEmpty()) {
      symptoms.add(problem("there is no leader"));
    } else if (leaders.size() > 1) {
      symptoms.add(problem("the members follow different leaders: %s".formatted(leaders)));
    }
    long newest =
        patient.organs().stream()
            .flatMap(organ -> organ.progress().stream())
            .mapToLong(MemberStatus.Progress::index)
            .max()
            .orElse(0);
    for (Organ organ : patient.organs()) {
      organ
          .progress()
          .map(progress -> newest - progress.applied())
          .filter(lag -> lag > LAG_MAX)
          .ifPresent(
              lag ->
                  symptoms.add(problem("%s is %,d entries behind".formatted(organ.host(), lag))));
    }
  }

  private void members() {
    List<Member> voters = patient.listed().stream().filter(member -> !member.learner()).toList();
    if (!voters.isEmpty() && voters.size() % 2 == 0) {
      symptoms.add(
          warning(
              "%d voters bear the loss of no more members than %d"
                  .formatted(voters.size(), voters.size() - 1)));
    }
    Set<MemberId> answering = new HashSet<>(statuses().stream().map(MemberStatus::member).toList());
    for (Member member : patient.listed()) {
      if (member.learner()) {
        symptoms.add(warning("member %s is a learner and has no vote".formatted(member.id())));
      }
      if (member.name().isEmpty()) {
        symptoms.add(problem("member %s is listed and never started".formatted(member.id())));
      } else if (!answering.contains(member.id())) {
        symptoms.add(
            problem(
                "member %s (%s) is listed and does not answer"
                    .formatted(member.id(), member.name())));
      }
    }
  }

  /** Hashes may be compared at one revision and with one compacted revision only. */
  private void consistency() {
    Map<String, Set<String>> byKind = new TreeMap<>();
    int seen = 0;
    for (Organ organ : patient.organs()) {
      Optional<HashAt> hash = organ.hash().flatMap(Value::known);
      if (hash.isPresent()) {
        seen++;
        byKind
            .computeIfAbsent(
                hash.get().revision() + "/" + hash.get().compacted(), ignored -> new HashSet<>())
            .add(hash.get().hash());
      }
    }
    for (Map.Entry<String, Set<String>> entry : byKind.entrySet()) {
      if (entry.getValue().size() > 1) {
        symptoms.add(
            problem(
                "the members' data differs at revision %s: hashes %s"
                    .formatted(entry.getKey(), entry.getValue())));
      }
    }
    if (byKind.size() > 1 || seen < statuses().size()) {
      symptoms.add(
          warning("not all members could be compared: a compaction came between; look again"));
    }
  }

  private void alarms() {
    statuses().stream()
        .flatMap(status -> status.errors().stream())
        .filter(error -> error.contains("alarm:"))
        .distinct()
        .forEach(error -> symptoms.add(problem("alarm: %s".formatted(error.strip()))));
  }

  private void space(Organ organ) {
    Optional<MemberStatus.Progress> progress = organ.progress();
    if (progress.isEmpty() || organ.layout().isEmpty()) {
      return;
    }
    long size = progress.get().size();
    long quota = organ.layout().get().settings().quotaBytes();
    long percent = size * 100 / quota;
    if (percent >= FULL) {
      symptoms.add(problem("%s fills %d %% of its quota".formatted(organ.host(), percent)));
    } else if (percent >= NEARLY_FULL) {
      symptoms.add(warning("%s fills %d %% of its quota".formatted(organ.host(), percent)));
    }
    long free = size - progress.get().inUse();
    if (free > MUCH_FREE && free * 2 > size) {
      symptoms.add(
          warning(
              "%,d of %,d bytes of %s are free pages: defragment"
                  .formatted(free, size, organ.host())));
    }
  }
}
