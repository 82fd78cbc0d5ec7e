package io.github.etcdrunbook.lab.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestYamlTest {
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: etcd, namespace: kube-system}
      spec:
        containers:
        - command:
          - etcd
          - --name=cp1   # the member
          - "--quota=8"
          env:
          - name: A
            value: 'b: c'
          image: registry.example/etcd:3.5
          livenessProbe:
            httpGet: {host: 127.0.0.1, path: /livez, port: 2381, scheme: HTTP}
          name: etcd
          volumeMounts:
          - {mountPath: /var/lib/etcd, name: data}
        volumes:
        - hostPath:
            path: /var/lib/etcd
            type: DirectoryOrCreate
          name: data
      """;

  @Test
  void readsAPodInBlockAndFlowStyle() {
    PodManifest pod = PodManifest.read("cp1", "etcd.yaml", POD);
    PodManifest.Container container = pod.spec().containers().get(0);
    assertEquals("etcd-cp1", pod.name());
    assertEquals(List.of("etcd", "--name=cp1", "--quota=8"), container.argv());
    assertEquals("b: c", container.around().environment().get("A"));
    assertEquals(2381, container.around().liveness().orElseThrow().target().port());
    assertEquals("/var/lib/etcd", pod.spec().volumes().get("data").path());
  }

  @Test
  void readsJsonAsTheKubeletDoes() {
    String json = "{\"kind\":\"Pod\",\"spec\":{\"a\":[1,{\"b\":\"c\"}]}}";
    Tree tree = ManifestYaml.read(json);
    assertEquals("c", tree.at("spec").orElseThrow().items("a").get(1).text("b").orElseThrow());
  }

  @Test
  void commentsAndKeyOrderMakeNoOtherPod() {
    String other = POD.replace("apiVersion: v1\nkind: Pod\n", "kind: Pod\napiVersion: v1\n# new\n");
    assertEquals(uid("etcd.yaml", POD), uid("etcd.yaml", other));
  }

  @Test
  void anotherFileOrAnotherFlagIsAnotherPod() {
    assertNotEquals(uid("etcd.yaml", POD), uid("etcd.yaml.bak", POD));
    assertNotEquals(uid("etcd.yaml", POD), uid("etcd.yaml", POD.replace("quota=8", "quota=9")));
  }

  @Test
  void refusesWhatIsNoPod() {
    assertThrows(IllegalArgumentException.class, () -> uid("a", "kind: Service\n"));
    assertThrows(IllegalArgumentException.class, () -> uid("a", "kind: Pod\n\tname: x\n"));
    IllegalArgumentException twice =
        assertThrows(IllegalArgumentException.class, () -> ManifestYaml.read("a: 1\nb: 2\na: 3\n"));
    assertTrue(twice.getMessage().contains("line 3"), twice.getMessage());
  }

  private static String uid(String file, String text) {
    return PodManifest.read("cp1", file, text).uid();
  }
}
