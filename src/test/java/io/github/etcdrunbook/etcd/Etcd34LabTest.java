package io.github.etcdrunbook.etcd;

import org.junit.jupiter.api.Tag;

/** {@link EtcdConnectionLabTest} on etcd 3.4. */
@Tag("lab")
final class Etcd34LabTest extends EtcdConnectionLabTest {
  Etcd34LabTest() {
    super("34");
  }
}
