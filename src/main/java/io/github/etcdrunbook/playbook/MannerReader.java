package io.github.etcdrunbook.playbook;

import io.github.etcdrunbook.playbook.Manner.Gate;
import io.github.etcdrunbook.playbook.Manner.OnUnreachable;
import io.github.etcdrunbook.playbook.Manner.Patience;
import io.github.etcdrunbook.playbook.Manner.Quorum;
import io.github.etcdrunbook.playbook.Rollout.Between;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.yaml.Mapping;
import io.github.etcdrunbook.yaml.MappingReader;
import io.github.etcdrunbook.yaml.Node;
import io.github.etcdrunbook.yaml.Scalar;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads how a step or group runs: gate, quorum, time, rollout. */
final class MannerReader {
  private static final int HOSTS_MAX = 1000;

  private final PlaceContext context;
  private final List<Diagnostic> findings;

  MannerReader(PlaceContext context) {
    this.context = context;
    this.findings = context.findings();
  }

  Manner read(MappingReader step) {
    return new Manner(
        step.node("confirm").flatMap(this::gate),
        step.node("quorum").map(this::quorum).orElse(new Quorum.Kept()),
        step.truth("pointOfNoReturn").orElse(false),
        positive(step, "timeout"),
        step.node("retry").flatMap(this::patience),
        step.node("rollout").map(this::rollout).orElse(Rollout.together()),
        step.word("onUnreachable", OnUnreachable.class).orElse(OnUnreachable.FAIL));
  }

  private Optional<Duration> positive(MappingReader reader, String key) {
    Optional<Duration> length = reader.duration(key);
    if (length.filter(Duration::isZero).isPresent()) {
      findings.add(
          Diagnostic.error(
              "step.no-time", reader.range(key), "`" + key + "` leaves no time at all"));
    }
    return length;
  }

  private Optional<Gate> gate(Node node) {
    if (node instanceof Scalar question) {
      if (question.asBoolean().isPresent()) {
        findings.add(
            Diagnostic.error("gate.wrong-type", question.range(), "`confirm` is a question")
                .hint("write what the person is asked: `confirm: Stop all API servers?`"));
        return Optional.empty();
      }
      return context.template(question).map(text -> new Gate(text, Optional.empty()));
    }
    MappingReader reader = MappingReader.of(node, Words.CONFIRM, findings).require("question");
    Optional<Template> phrase = reader.scalar("phrase").flatMap(context::template);
    return reader
        .scalar("question")
        .flatMap(context::template)
        .map(question -> new Gate(question, phrase));
  }

  private Quorum quorum(Node node) {
    if (node instanceof Mapping) {
      MappingReader reader = MappingReader.of(node, Words.QUORUM, findings).require("givenUp");
      Optional<String> because = reader.text("givenUp").filter(text -> !text.isBlank());
      if (because.isEmpty() && reader.has("givenUp")) {
        findings.add(
            Diagnostic.error(
                "quorum.no-reason", reader.range("givenUp"), "giving up quorum needs a reason"));
      }
      return new Quorum.GivenUp(because.orElse(""));
    }
    if (!(node instanceof Scalar scalar) || !scalar.text().equals("kept")) {
      findings.add(
          Diagnostic.error("quorum.wrong-type", node.range(), "`quorum` is `kept` or given up")
              .hint("write `quorum: {givenUp: why}`"));
    }
    return new Quorum.Kept();
  }

  private Optional<Patience> patience(Node node) {
    MappingReader reader = MappingReader.of(node, Words.RETRY, findings).require("every", "within");
    Optional<Duration> every = positive(reader, "every");
    Optional<Duration> within = positive(reader, "within");
    if (every.isPresent() && within.isPresent() && every.get().compareTo(within.get()) > 0) {
      findings.add(
          Diagnostic.error(
              "retry.never", reader.range("every"), "`every` is longer than `within`"));
    }
    return every.flatMap(pause -> within.map(limit -> new Patience(pause, limit)));
  }

  private Rollout rollout(Node node) {
    MappingReader reader = MappingReader.of(node, Words.ROLLOUT, findings);
    Rollout together = Rollout.together();
    return new Rollout(
        reader.whole("batch", 1, HOSTS_MAX),
        reader.word("order", Rollout.Order.class).orElse(together.order()),
        reader.scalar("between").flatMap(this::between).orElse(together.between()),
        reader.duration("pause").orElse(together.pause()),
        reader.whole("maxFailures", 0, HOSTS_MAX).orElse(together.maxFailures()));
  }

  private Optional<Between> between(Scalar scalar) {
    return scalar.text().equals("quorum")
        ? Optional.of(new Between.Quorum())
        : context.check(scalar).map(Between.Holds::new);
  }
}
