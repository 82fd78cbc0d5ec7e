package io.github.etcdrunbook.inventory;

import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Which hosts are meant, as written: {@code etcd}, {@code cp1}, {@code leader}, {@code !cp2}, or a
 * list of these. Immutable and pure; a selection that is empty or names what there is not is a
 * finding, never a shorter list.
 */
public sealed interface Selector {
  /** Where it is written. */
  SourceRange range();

  /** A host or a group of this name: hosts come first. */
  record Named(String name, SourceRange range) implements Selector {}

  /** The host whose member leads. */
  record Leader(SourceRange range) implements Selector {}

  /** All hosts but these; in a list, what stands before without these. */
  record Not(Selector excluded, SourceRange range) implements Selector {}

  /** All of these, in the order of the inventory. */
  record AnyOf(List<Selector> parts, SourceRange range) implements Selector {
    /** Copies the list. */
    public AnyOf {
      parts = List.copyOf(parts);
    }
  }

  /** A host as a selector sees it. */
  record Candidate(HostName name, Set<GroupName> groups) {
    /** Copies the set. */
    public Candidate {
      groups = Set.copyOf(groups);
    }
  }

  /** Reads one word: a name, {@code leader}, or either after a {@code !}. */
  static Selector of(String word, SourceRange range) {
    String text = word.strip();
    if (text.startsWith("!")) {
      return new Not(of(text.substring(1), range), range);
    }
    return text.equals("leader") ? new Leader(range) : new Named(text, range);
  }

  /** The hosts that are meant, at least one, in the order of the candidates. */
  default Checked<List<HostName>> select(
      List<Candidate> candidates, Supplier<Optional<HostName>> leader) {
    List<Diagnostic> findings = new ArrayList<>();
    Set<HostName> chosen = new Choosing(candidates, leader, findings).choose(this, Set.of());
    if (findings.isEmpty() && chosen.isEmpty()) {
      findings.add(Diagnostic.error("hosts.empty", range(), "this selects no host"));
    }
    return findings.isEmpty()
        ? Checked.of(candidates.stream().map(Candidate::name).filter(chosen::contains).toList())
        : Checked.failed(findings);
  }
}
