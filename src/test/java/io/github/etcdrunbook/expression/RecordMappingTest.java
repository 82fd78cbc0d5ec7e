package io.github.etcdrunbook.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.etcdrunbook.expression.ExprValue.Fields;
import io.github.etcdrunbook.expression.ExprValue.Items;
import io.github.etcdrunbook.expression.ExpressionType.Basic;
import io.github.etcdrunbook.expression.ExpressionType.ListOf;
import io.github.etcdrunbook.expression.ExpressionType.MapOf;
import io.github.etcdrunbook.expression.ExpressionType.Shape;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordMappingTest {
  private static final RecordMapping RECORDS = new RecordMapping(List.of(new Guessed()));

  private record Id(long bits) {
    @Override
    public String toString() {
      return Long.toHexString(bits);
    }
  }

  private enum Light {
    GREEN
  }

  private record Guess<T>(T value) {}

  private record Part(Id id, boolean up) {}

  private record Whole(
      Id id,
      int count,
      Guess<Long> size,
      Duration took,
      Light light,
      Optional<String> note,
      List<Part> parts,
      Map<Id, Long> sizes) {}

  private record Tree(String name, List<Tree> children) {}

  private record One(long only) {}

  private static final class Guessed implements RecordMapping.Wrapper {
    @Override
    public Class<?> type() {
      return Guess.class;
    }

    @Override
    public ExprValue value(Object wrapped, RecordMapping.Inner inner) {
      return inner.of(((Guess<?>) wrapped).value()).drifting();
    }
  }

  private static Whole whole(Optional<String> note) {
    return new Whole(
        new Id(255),
        2,
        new Guess<>(7L),
        Duration.ofSeconds(3),
        Light.GREEN,
        note,
        List.of(new Part(new Id(-1), true)),
        Map.of(new Id(16), 4L));
  }

  @Test
  void namesTheFieldsOfARecordByItsComponents() {
    Shape shape = RECORDS.shape("steps.x", Whole.class);
    assertEquals(
        Map.of(
            "id", Basic.STRING,
            "count", Basic.INT,
            "size", Basic.INT,
            "took", Basic.DURATION,
            "light", Basic.STRING,
            "note", Basic.STRING,
            "parts", new ListOf(Shape.of("part", Map.of("id", Basic.STRING, "up", Basic.BOOL))),
            "sizes", new MapOf(Basic.INT)),
        shape.fields());
    assertEquals(Set.of("note"), shape.optional());
  }

  @Test
  void readsIdentitiesAsTheirTextAndLeavesOutWhatIsAbsent() {
    Fields fields = (Fields) RECORDS.value(whole(Optional.empty()));
    assertEquals(
        Map.of(
            "id", ExprValue.of("ff"),
            "count", ExprValue.of(2),
            "size", ExprValue.of(7).drifting(),
            "took", new ExprValue.Span(Duration.ofSeconds(3)),
            "light", ExprValue.of("GREEN"),
            "parts",
                new Items(
                    List.of(
                        new Fields(
                            Map.of(
                                "id", ExprValue.of("ffffffffffffffff"),
                                "up", ExprValue.of(true))))),
            "sizes", new Fields(Map.of("10", ExprValue.of(4)))),
        fields.fields());
    assertEquals(
        ExprValue.of("x"), ((Fields) RECORDS.value(whole(Optional.of("x")))).fields().get("note"));
  }

  @Test
  void keepsTheFieldOfAnOutputOfOneComponent() {
    assertEquals(Map.of("only", Basic.INT), RECORDS.shape("x", One.class).fields());
    assertEquals(new Fields(Map.of("only", ExprValue.of(3))), RECORDS.value(new One(3)));
  }

  @Test
  void endsWhereARecordHoldsItself() {
    assertEquals(
        Map.of("name", Basic.STRING, "children", new ListOf(Basic.ANY)),
        RECORDS.shape("x", Tree.class).fields());
  }
}
