package io.github.etcdrunbook.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Lays things out as rectangles whose areas are as their sizes, none of them needlessly thin
 * (squarified, after Bruls, Huizing and van Wijk). Steps: greatest first; add to a row along the
 * shorter side as long as its worst proportion gets better; go on in what is left. Pure.
 */
final class Treemap {
  private Treemap() {}

  /** A rectangle. */
  record Area(double left, double top, double width, double height) {
    private double shorter() {
      return Math.min(width, height);
    }
  }

  /** How great a thing is, as an area. */
  private record Sizing<T>(ToLongFunction<T> size, double scale) {
    double of(T thing) {
      return size.applyAsLong(thing) * scale;
    }

    double of(List<T> things) {
      return things.stream().mapToDouble(this::of).sum();
    }
  }

  /** A thing in its place. */
  record Tile<T>(T thing, Area area) {}

  /** Tiles for all things with a size above 0. */
  static <T> List<Tile<T>> of(List<T> things, ToLongFunction<T> size, Area area) {
    List<T> left =
        new ArrayList<>(
            things.stream()
                .filter(thing -> size.applyAsLong(thing) > 0)
                .sorted(Comparator.comparingLong(size).reversed())
                .toList());
    double total = left.stream().mapToLong(size).sum();
    Sizing<T> sizing = new Sizing<>(size, total == 0 ? 0 : area.width() * area.height() / total);
    List<Tile<T>> tiles = new ArrayList<>();
    Area rest = area;
    while (!left.isEmpty()) {
      List<T> row = left.subList(0, rowLength(left, sizing, rest.shorter()));
      rest = placed(row, sizing, rest, tiles);
      row.clear();
    }
    return tiles;
  }

  private static <T> int rowLength(List<T> things, Sizing<T> sizing, double side) {
    double greatest = sizing.of(things.getFirst());
    double sum = greatest;
    double worst = worst(greatest, greatest, sum, side);
    int count = 1;
    while (count < things.size()) {
      double next = sizing.of(things.get(count));
      double with = worst(greatest, next, sum + next, side);
      if (with > worst) {
        return count;
      }
      worst = with;
      sum += next;
      count++;
    }
    return count;
  }

  /** The proportion of the thinnest rectangle of a row. */
  private static double worst(double greatest, double least, double sum, double side) {
    double squared = side * side;
    return Math.max(squared * greatest / (sum * sum), sum * sum / (squared * least));
  }

  /** Puts a row along the shorter side; gives what is left of the area. */
  private static <T> Area placed(List<T> row, Sizing<T> sizing, Area area, List<Tile<T>> tiles) {
    boolean upright = area.width() >= area.height();
    double depth = area.shorter() == 0 ? 0 : sizing.of(row) / area.shorter();
    double along = 0;
    for (T thing : row) {
      double length = depth == 0 ? 0 : sizing.of(thing) / depth;
      Area place =
          upright
              ? new Area(area.left(), area.top() + along, depth, length)
              : new Area(area.left() + along, area.top(), length, depth);
      tiles.add(new Tile<>(thing, place));
      along += length;
    }
    return upright
        ? new Area(
            area.left() + depth, area.top(), Math.max(0, area.width() - depth), area.height())
        : new Area(
            area.left(), area.top() + depth, area.width(), Math.max(0, area.height() - depth));
  }
}
