package io.github.etcdrunbook.source;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Did you mean: the name nearest to a misspelt one, by edit distance (an exchange of neighbours
 * counts once), blind to case and to the separators {@code - _ .}. Pure.
 */
public final class Suggestion {
  private static final int LONGEST = 80;

  private Suggestion() {}

  /** The nearest of the known names, when one is near enough to be meant. */
  public static Optional<String> nearest(String misspelt, Collection<String> known) {
    String wanted = plain(misspelt);
    int most = Math.max(1, wanted.length() / 3);
    return known.stream()
        .filter(name -> Math.abs(plain(name).length() - wanted.length()) <= most)
        .map(name -> new Candidate(name, distance(wanted, plain(name))))
        .filter(candidate -> candidate.distance <= most)
        .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .map(Candidate::name);
  }

  /** The sentence for a hint: the nearest name, or all names when they are few. */
  public static Optional<String> hint(String misspelt, Collection<String> known) {
    Optional<String> nearest = nearest(misspelt, known);
    if (nearest.isPresent()) {
      return Optional.of("did you mean `" + nearest.get() + "`?");
    }
    return known.isEmpty() ? Optional.empty() : Optional.of("known are: " + list(known));
  }

  /** Names in backticks, sorted, cut after a dozen. */
  public static String list(Collection<String> names) {
    List<String> shown =
        names.stream().sorted().distinct().limit(12).map(name -> "`" + name + "`").toList();
    String rest = names.size() > shown.size() ? ", …" : "";
    return String.join(", ", shown) + rest;
  }

  private record Candidate(String name, int distance) {}

  private static String plain(String name) {
    String cut = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    StringBuilder plain = new StringBuilder();
    for (char c : cut.toLowerCase(Locale.ROOT).toCharArray()) {
      if ("-_. ".indexOf(c) < 0) {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, cost);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int step(String a, String b, int i, int j, int[][] cost) {
    int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean exchanged =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return exchanged ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
