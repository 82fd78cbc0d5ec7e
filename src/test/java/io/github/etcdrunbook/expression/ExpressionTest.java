package io.github.etcdrunbook.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.etcdrunbook.expression.ExprValue.Fields;
import io.github.etcdrunbook.expression.ExprValue.Items;
import io.github.etcdrunbook.expression.ExprValue.Unknown;
import io.github.etcdrunbook.expression.ExpressionType.Basic;
import io.github.etcdrunbook.expression.ExpressionType.ListOf;
import io.github.etcdrunbook.expression.ExpressionType.MapOf;
import io.github.etcdrunbook.expression.ExpressionType.Shape;
import io.github.etcdrunbook.source.Checked;
import io.github.etcdrunbook.source.Diagnostic;
import io.github.etcdrunbook.source.SourceFile;
import io.github.etcdrunbook.yaml.Mapping;
import io.github.etcdrunbook.yaml.Scalar;
import io.github.etcdrunbook.yaml.YamlReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {
  private static final Shape ALARM =
      Shape.of("alarm", Map.of("type", Basic.STRING, "member", Basic.STRING));
  private static final Shape STATUS =
      new Shape(
          "status",
          Map.of(
              "revision", Basic.INT,
              "alarms", new ListOf(ALARM),
              "leader", Basic.STRING,
              "took", Basic.DURATION),
          Set.of("leader"));
  private static final Declarations SCOPE =
      Declarations.empty()
          .with("steps", Shape.of("steps", Map.of("status", STATUS, "add", STATUS)))
          .with("members", new MapOf(STATUS))
          .with("any", Basic.ANY)
          .with("n", Basic.INT);

  private static final ExprValue PENDING = Unknown.after("add");
  private static final ExprValue STATUS_SEEN =
      new Fields(
          Map.of(
              "revision", ExprValue.of(5).drifting(),
              "alarms",
                  new Items(
                      List.of(
                          alarm(ExprValue.of("NOSPACE"), PENDING),
                          alarm(PENDING, ExprValue.of("cp1")))),
              "took", new ExprValue.Span(Duration.ofSeconds(90))));
  private static final Map<String, ExprValue> VALUES =
      Map.of(
          "steps", new Fields(Map.of("status", STATUS_SEEN, "add", PENDING)),
          "members", new Fields(Map.of("cp1", STATUS_SEEN)),
          "any", new Fields(Map.of("x", PENDING, "y", ExprValue.of(1))),
          "n", ExprValue.of(3));

  private static ExprValue alarm(ExprValue type, ExprValue member) {
    return new Fields(Map.of("type", type, "member", member));
  }

  private static Scalar scalar(String yaml) {
    return (Scalar)
        ((Mapping) YamlReader.read(new SourceFile("f", "k: " + yaml)).value().orElseThrow())
            .get("k")
            .orElseThrow();
  }

  private static Scalar quoted(String text) {
    return scalar("'" + text.replace("'", "''") + "'");
  }

  private static String shown(Checked<ExprValue> value) {
    return value.value().map(ExpressionTest::shown).orElseGet(() -> "failed: " + message(value));
  }

  private static String shown(ExprValue value) {
    return switch (value) {
      case Unknown unknown -> "after " + String.join(",", unknown.after());
      case ExprValue.Drifting drifting -> "~" + shown(drifting.seen());
      case Items list -> list.items().stream().map(ExpressionTest::shown).toList().toString();
      case Fields map -> map.fields().keySet().toString();
      case ExprValue.Nothing nothing -> "null";
      default -> Conversions.text(value);
    };
  }

  private static String message(Checked<?> checked) {
    return checked.sorted().getFirst().message();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      textBlock =
          """
          steps.status.revision > 3 § ~true
          n > 2 § true
          steps.add.revision > 3 § after add
          steps.add.revision > 3 || n == 3 § true
          n == 3 || steps.add.revision > 3 § true
          steps.add.revision > 3 && n != 3 § false
          steps.add.revision > 3 && steps.status.revision < 3 § ~false
          steps.status.revision < 3 && n == 4 § false
          steps.status.revision > 3 || n == 3 § true
          !(steps.add.revision > 3) § after add
          steps.add.revision > 3 ? 1 : 2 § after add
          n == 3 ? 1 : steps.add.revision § 1
          steps.status.revision > 3 ? 1 : 2 § ~1
          steps.status.alarms.exists(x, x.type == 'NOSPACE') § true
          steps.status.alarms.exists(x, x.type == 'CORRUPT') § after add
          steps.status.alarms.all(x, x.type == 'CORRUPT') § false
          steps.status.alarms.all(x, x.type == 'NOSPACE') § after add
          steps.status.alarms.exists_one(x, x.type == 'NOSPACE') § after add
          steps.status.alarms.map(x, x.member) § [after add, cp1]
          steps.status.alarms.filter(x, x.type == 'NOSPACE').size() § after add
          size(steps.status.alarms) § 2
          'cp1' in steps.status.alarms.map(x, x.member) § true
          'cp2' in steps.status.alarms.map(x, x.member) § after add
          steps.status.alarms.map(x, x.member).join(',') § after add
          any == {'x': 1, 'y': 2} § false
          any == {'x': 1, 'y': 1} § after add
          any.x == 1 || any.y == 1 § true
          'z' in any § false
          has(steps.status.leader) § false
          has(steps.add.leader) § after add
          has(steps.status.leader) ? steps.status.leader : 'none' § none
          steps.status.?leader.orValue('none') § none
          steps.add.?leader.orValue('none') § after add
          any.?y.hasValue() § true
          any.?q.?r.hasValue() § false
          members[?'cp9'].hasValue() § false
          members[?'cp1'].revision.orValue(0) § ~5
          members['cp1'].revision + 1 § ~6
          members.all(m, members[m].revision == 5) § ~true
          steps.status.took > duration('1m') § true
          string(steps.status.took) + '!' § 90s!
          [1, 2, 3].filter(x, x > 1).map(x, x * x) § [4, 9]
          'a,b'.split(',').join('+') § a+b
          'etcd-cp1'.matches('^etcd-') && 'x'.size() == 1 § true
          1 < 1.5 && 2.0 == double(2) § true
          int('7') - 8 § -1
          {'a': [n]}.a[0] § 3
          1 / (n - 3) § failed: this does not fit a whole number, or divides by zero
          9223372036854775807 + n § failed: this does not fit a whole number, or divides by zero
          members['cp9'].revision § failed: there is no key `cp9` here
          steps.status.leader § failed: there is no `leader` here
          steps.add.revision > 1 && members['cp9'].revision > 1 § after add
          n == 4 && 1 / (n - 3) == 1 § false
          any.y + 'a' § failed: `+` does not work between int and string
          [1][3] § failed: there is no element 3: the list has 1
          """)
  void evaluatesToTrueFalseOrUnknown(String text, String expected) {
    Checked<Expression> read = ExpressionReader.expression(quoted(text).whole(), SCOPE, Basic.ANY);
    Expression expression =
        read.value().orElseThrow(() -> new AssertionError(read.sorted().toString()));
    assertEquals(expected, shown(expression.evaluate(VALUES)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      textBlock =
          """
          steps.status.revison > 3 § 18-25 unknown-field: `status` has no field `revison` (did you mean `revision`?)
          steps.statsu.revision § 11-17 unknown-field: `steps` has no field `statsu` (did you mean `status`?)
          step.status § 5-9 unknown-name: nothing is called `step` here (did you mean `steps`?)
          steps.status.alarms.exists(x, x.tpe == 'a') § 37-40 unknown-field: `alarm` has no field `tpe` (did you mean `type`?)
          steps.status.alarms.filter(x, x.type == 'a').all(y, y.membr == '') § 59-64 unknown-field: `alarm` has no field `membr` (did you mean `member`?)
          members['cp1'].revisio § 20-27 unknown-field: `status` has no field `revisio` (did you mean `revision`?)
          steps.status.revision > 'a' § 27-28 type: `>` does not work between int and string
          steps.status.revision && true § 27-29 type: `&&` does not work between int and bool (each side is true or false: compare the value)
          1 + § 8-8 syntax: the expression ends too early
          foo(1) § 5-8 unknown-function: there is no function `foo`
          len(members) § 5-8 unknown-function: there is no function `len` (here that is `size()`)
          steps.status.alarms.exists(x) § 25-31 unknown-function: `exists` is written with a name and a condition: `exists(x, ...)` (did you mean `exists`?)
          n = 3 § 7-8 syntax: `=` is not expected here (comparison is `==`)
          n == 3 and true § 12-15 syntax: `and` is not expected here (and is `&&`)
          n == 1 n § 12-13 syntax: `n` is not expected here
          true ? 1 : 'a' § 10-11 type: the two results of `? :` are of different types: int and string
          steps['status'] § 10-11 type: a steps has no elements by string (a field of a record is named after a dot)
          timestamp('2026-01-01T00:00:00Z') == timestamp('2026-01-01T00:00:00Z') § 5-14 unknown-function: the function `timestamp` is not offered
          steps.status.?leader § 5-25 type: this may be absent, and a value is wanted (end it with `.orValue(...)` or ask with `.hasValue()`)
          """)
  void refusesWithTheExactTokenAndAnAdvice(String text, String expected) {
    Diagnostic found =
        ExpressionReader.expression(scalar("\"" + text + "\"").whole(), SCOPE, Basic.ANY)
            .sorted()
            .getFirst();
    String place = found.range().start().column() + "-" + found.range().end().column();
    String rule = found.rule().text().substring("expression.".length());
    String hint = found.hint().map(advice -> " (" + advice + ")").orElse("");
    assertEquals(expected, place + " " + rule + ": " + found.message() + hint);
  }

  @Test
  void wantsTruthValuesForConditions() {
    assertEquals(
        "this yields int, and bool is wanted",
        message(ExpressionReader.condition(quoted("n + 1"), SCOPE)));
    assertEquals(
        "a condition is an expression already",
        message(ExpressionReader.condition(quoted("${n > 1}"), SCOPE)));
  }

  @Test
  void reportsEveryTypeErrorOfAnExpression() {
    assertEquals(
        3,
        ExpressionReader.condition(quoted("steps.a.b && m.c && n + 'x' == ''"), SCOPE)
            .sorted()
            .size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      textBlock =
          """
          ${n} § 3
          ${n + 1}-x-${n} § 4-x-3
          a $${n} b § a ${n} b
          plain § plain
          ${{'}': n}['}']} § 3
          ${'}' + string(n)}! § }3!
          to ${steps.status.revision}.db § ~to 5.db
          to ${steps.add.revision}.db § after add
          ${steps.status.alarms.map(x, x.type)} § [NOSPACE, after add]
          $5 and {x} § $5 and {x}
          """)
  void fillsTemplates(String text, String expected) {
    Interpolation interpolation =
        ExpressionReader.interpolation(quoted(text), SCOPE)
            .value()
            .orElseThrow(AssertionError::new);
    assertEquals(expected, shown(interpolation.evaluate(VALUES)));
  }

  @Test
  void keepsTheTypeOfAWholeTemplateOnly() {
    assertEquals(
        Basic.INT,
        ExpressionReader.interpolation(quoted("${n}"), SCOPE).value().orElseThrow().type());
    assertEquals(
        Basic.STRING,
        ExpressionReader.interpolation(quoted("${n} "), SCOPE).value().orElseThrow().type());
  }

  @Test
  void refusesListsInsideOfTextsAndUnclosedBraces() {
    assertEquals(
        "a list of alarm cannot stand inside of a text",
        message(ExpressionReader.interpolation(quoted("x ${steps.status.alarms}"), SCOPE)));
    assertEquals(
        "this `${` has no `}`", message(ExpressionReader.interpolation(quoted("x ${n"), SCOPE)));
  }

  @Test
  void pointsIntoBlockScalars() {
    Scalar block = scalar("|\n  first ${n}\n  then ${steps.status.revison} end\n");
    Diagnostic found = ExpressionReader.interpolation(block, SCOPE).sorted().getFirst();
    assertEquals("f:3:23", found.range().toString());
    assertEquals(30, found.range().end().column());
  }

  @Test
  void namesThePathsThatItUses() {
    Expression expression =
        ExpressionReader.condition(
                quoted("steps.status.alarms.all(x, x.type != members['a'].leader) && n > 1"), SCOPE)
            .value()
            .orElseThrow();
    assertEquals(
        Set.of(List.of("steps", "status", "alarms"), List.of("members"), List.of("n")),
        expression.paths());
  }

  @Test
  void stopsRunawayLoops() {
    String list = "[1,2,3,4,5,6,7,8,9,10]";
    String loops = list;
    for (int i = 0; i < 6; i++) {
      loops = list + ".map(x" + i + ", " + loops + ")";
    }
    Expression expression =
        ExpressionReader.expression(quoted(loops).whole(), Declarations.empty(), Basic.ANY)
            .value()
            .orElseThrow();
    assertEquals("failed: this takes more than 200000 steps", shown(expression.evaluate(Map.of())));
  }
}
