package io.github.etcdrunbook.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The URLs that etcd takes, and none else. */
class EtcdUrlTest {
  @ParameterizedTest
  @CsvSource({
    "https://10.0.0.1:2380, https, 10.0.0.1, 2380, 10.0.0.1",
    "http://etcd_1.data:2379, http, etcd_1.data, 2379, etcd_1.data",
    "https://[::1]:2379/, https, [::1], 2379, ::1",
    "https://[fe80::1%25eth0]:2380, https, [fe80::1%eth0], 2380, fe80::1%eth0",
    "https://[fe80::1%eth0]:2380, https, [fe80::1%eth0], 2380, fe80::1%eth0",
    "http://[::ffff:10.0.0.1]:1, http, [::ffff:10.0.0.1], 1, ::ffff:10.0.0.1"
  })
  void readsWhatEtcdTakes(String text, String scheme, String host, int port, String address) {
    EtcdUrl url = EtcdUrl.of(text);
    assertEquals(new EtcdUrl(scheme, host, port), url);
    assertEquals(address, url.address());
    assertEquals(Optional.empty(), EtcdUrl.objection(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.1:2380",
        "https://10.0.0.1",
        "https://10.0.0.1:",
        "https://10.0.0.1:0",
        "https://10.0.0.1:65536",
        "https://10.0.0.1:99999999999999999999",
        "https://a b:2380",
        " https://10.0.0.1:2380",
        "https://10.0.0.1:2380/path",
        "https://user@10.0.0.1:2380",
        "https://::1:2380",
        "https://[::1:2380",
        "https://[fe80::1%]:2380",
        "https://[$(id)]:2380",
        "https://$(id):2380",
        "https://10.0.0.1:2380\n",
        "ftp://10.0.0.1:2380",
        "unix:///run/etcd:0"
      })
  void saysWhatIsNone(String text) {
    assertEquals(Optional.empty(), EtcdUrl.read(text));
    assertTrue(EtcdUrl.objection(text).orElseThrow().startsWith("`" + text + "`"));
    assertThrows(IllegalArgumentException.class, () -> EtcdUrl.of(text));
  }

  @Test
  void putsAnAddressIntoBracketsOnce() {
    assertEquals("[fd00::1]", EtcdUrl.inUrl("fd00::1"));
    assertEquals("[fd00::1]", EtcdUrl.inUrl("[fd00::1]"));
    assertEquals("cp1.example", EtcdUrl.inUrl("cp1.example"));
  }
}
