package io.github.etcdrunbook.actions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Doc;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogTest {
  static List<Action<?, ?, ?>> actions() {
    return Catalog.actions();
  }

  @Test
  void theCatalogIsSortedByNameWithoutDoubles() {
    List<String> names = actions().stream().map(action -> action.manual().name()).toList();
    assertEquals(names.stream().sorted().distinct().toList(), names);
  }

  @ParameterizedTest
  @MethodSource("actions")
  void everyManualIsComplete(Action<?, ?, ?> action) {
    assertFalse(action.manual().summary().isBlank());
    assertFalse(action.manual().summary().endsWith("."), "a summary is no sentence");
    assertTrue(action.manual().description().endsWith("."));
    assertTrue(action.manual().example().contains("uses: " + action.manual().name()));
  }

  @ParameterizedTest
  @MethodSource("actions")
  void everyArgumentIsDocumentedWithAnExampleOrADefault(Action<?, ?, ?> action) {
    for (RecordComponent component : action.arguments().getRecordComponents()) {
      Doc doc = component.getAnnotation(Doc.class);
      assertTrue(doc != null && !doc.value().isBlank(), component.toString());
      assertFalse(doc.example().isEmpty() && doc.byDefault().isEmpty(), component.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("actions")
  void everyOutputIsDocumented(Action<?, ?, ?> action) {
    assertTrue(
        Arrays.stream(action.output().getRecordComponents())
            .allMatch(component -> component.isAnnotationPresent(Doc.class)));
  }
}
