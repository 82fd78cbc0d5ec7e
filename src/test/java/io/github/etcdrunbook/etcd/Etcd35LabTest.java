package io.github.etcdrunbook.etcd;

import org.junit.jupiter.api.Tag;

/** {@link EtcdConnectionLabTest} on etcd 3.5. */
@Tag("lab")
final class Etcd35LabTest extends EtcdConnectionLabTest {
  Etcd35LabTest() {
    super("35");
  }
}
