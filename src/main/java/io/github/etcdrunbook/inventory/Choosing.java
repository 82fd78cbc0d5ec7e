package io.github.etcdrunbook.inventory;

import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.Suggestion;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** One selection over one set of candidates. Collects what is wrong with it. */
record Choosing(
    List<Selector.Candidate> candidates,
    Supplier<Optional<HostName>> leader,
    List<Diagnostic> findings) {
  Set<HostName> choose(Selector selector, Set<HostName> before) {
    Set<HostName> chosen = new LinkedHashSet<>();
    switch (selector) {
      case Selector.Named named -> chosen.addAll(named(named));
      case Selector.Leader wanted ->
          leader
              .get()
              .ifPresentOrElse(
                  chosen::add,
                  () ->
                      findings.add(
                          Diagnostic.error(
                              "hosts.no-leader", wanted.range(), "no host is known to lead")));
      case Selector.Not not -> {
        chosen.addAll(before.isEmpty() ? all() : before);
        chosen.removeAll(choose(not.excluded(), Set.of()));
      }
      case Selector.AnyOf list -> {
        for (Selector part : list.parts()) {
          Set<HostName> sofar = choose(part, chosen);
          if (part instanceof Selector.Not) {
            chosen.clear();
          }
          chosen.addAll(sofar);
        }
      }
    }
    return chosen;
  }

  private List<HostName> all() {
    return candidates.stream().map(Selector.Candidate::name).toList();
  }

  private List<HostName> named(Selector.Named named) {
    List<HostName> hosts = all().stream().filter(name -> name.text().equals(named.name())).toList();
    if (!hosts.isEmpty()) {
      return hosts;
    }
    List<HostName> members =
        candidates.stream()
            .filter(
                host -> host.groups().stream().anyMatch(group -> group.text().equals(named.name())))
            .map(Selector.Candidate::name)
            .toList();
    if (members.isEmpty()) {
      Set<String> known = new TreeSet<>();
      candidates.forEach(host -> known.add(host.name().text()));
      candidates.forEach(host -> host.groups().forEach(group -> known.add(group.text())));
      findings.add(
          Diagnostic.error(
                  "hosts.unknown-name",
                  named.range(),
                  "the inventory has no host or group `" + named.name() + "`")
              .hint(Suggestion.hint(named.name(), known)));
    }
    return members;
  }
}
