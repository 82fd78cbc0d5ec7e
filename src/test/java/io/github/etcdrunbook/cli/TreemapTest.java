package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.cli.Treemap.Area;
import io.github.etcdrunbook.cli.Treemap.Tile;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TreemapTest {
  private static final Area AREA = new Area(0, 0, 600, 400);

  @Test
  void areasAreAsTheSizes() {
    List<Tile<Long>> tiles = Treemap.of(List.of(2L, 6L, 6L, 4L, 3L, 2L, 1L), Long::longValue, AREA);
    assertEquals(7, tiles.size());
    for (Tile<Long> tile : tiles) {
      assertEquals(tile.thing() * 10_000, tile.area().width() * tile.area().height(), 0.01);
    }
  }

  @Test
  void tilesStayInsideAndDoNotOverlap() {
    List<Tile<Long>> tiles = Treemap.of(List.of(50L, 20L, 11L, 7L, 3L), Long::longValue, AREA);
    for (Tile<Long> tile : tiles) {
      Area one = tile.area();
      assertTrue(one.left() >= 0 && one.top() >= 0);
      assertTrue(one.left() + one.width() <= 600.001 && one.top() + one.height() <= 400.001);
      for (Tile<Long> other : tiles) {
        assertTrue(tile == other || apart(one, other.area()));
      }
    }
  }

  private static boolean apart(Area one, Area other) {
    double slack = 1e-6;
    return one.left() + one.width() <= other.left() + slack
        || other.left() + other.width() <= one.left() + slack
        || one.top() + one.height() <= other.top() + slack
        || other.top() + other.height() <= one.top() + slack;
  }

  @Test
  void whatHasNoSizeHasNoTile() {
    assertEquals(List.of(), Treemap.of(List.of(0L, 0L), Long::longValue, AREA));
    assertEquals(List.of(), Treemap.of(List.<Long>of(), Long::longValue, AREA));
  }
}
