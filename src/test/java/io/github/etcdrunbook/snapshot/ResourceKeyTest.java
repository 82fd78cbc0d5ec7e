package io.github.etcdrunbook.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResourceKeyTest {
  @ParameterizedTest
  @CsvSource({
    "/registry/pods/shop/web-1, pods, shop, web-1",
    "/registry/minions/cp1, nodes, '', cp1",
    "/registry/services/specs/default/kubernetes, services, default, kubernetes",
    "/registry/services/endpoints/default/kubernetes, endpoints, default, kubernetes",
    "/registry/example.com/widgets/shop/w1, widgets.example.com, shop, w1",
    "/registry/apiregistration.k8s.io/apiservices/v1.,"
        + " apiservices.apiregistration.k8s.io, '', v1.",
    "/registry/ranges/serviceips, ranges, '', serviceips",
    "/registry/health, health, '', ''",
    "compact_rev_key, (not Kubernetes), '', compact_rev_key",
    "/registry/, '', '', ''",
  })
  void everyKeyHasAPlace(String key, String type, String namespace, String name) {
    assertEquals(new ResourceKey(type, namespace, name), ResourceKey.of(key));
  }
}
