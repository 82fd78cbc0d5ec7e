package io.github.etcdrunbook.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.inventory.HostName;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What names one key, and which files belong to a snapshot. */
class RecipientTest {
  private static final String AGE =
      "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
  private static final String FINGERPRINT = "D73AF2E38D0D8F0D44B1CF8ACBA2E2A3B1F5C0D9";

  @Test
  void namesOneKeyOfOneProgram() {
    assertEquals(Optional.of(new Recipient(Recipient.Tool.AGE, AGE)), Recipient.read("age:" + AGE));
    String ssh = "ssh-ed25519 " + "A".repeat(68) + " me@here";
    assertEquals(
        Optional.of(new Recipient(Recipient.Tool.AGE, ssh)), Recipient.read("age: " + ssh + "\n"));
    assertEquals(
        Optional.of(new Recipient(Recipient.Tool.GPG, FINGERPRINT)),
        Recipient.read("gpg:d73a f2e3 8d0d 8f0d 44b1  cf8a cba2 e2a3 b1f5 c0d9"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "age:",
        "gpg:ops@example.org",
        "gpg:B1F5C0D9",
        "gpg:CBA2E2A3B1F5C0D9",
        "age:--decrypt",
        "age:-i",
        "age:AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ",
        "D73AF2E38D0D8F0D44B1CF8ACBA2E2A3B1F5C0D9",
        "age:ssh-dss AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
      })
  void whatMayMeanSeveralKeysOrNoneIsNotRead(String text) {
    assertEquals(Optional.empty(), Recipient.read(text));
  }

  @Test
  void filesBelongToTheSnapshotThatTheirNameBeginsWith() {
    Recipient gpg = new Recipient(Recipient.Tool.GPG, FINGERPRINT);
    String snapshot = "/kept/prod-20260301-030000-abcd.db";
    String file = SealedName.of(snapshot, new HostName("cp1"), gpg);
    assertEquals("/kept/prod-20260301-030000-abcd-cp1.tar.gpg", file);
    assertTrue(SealedName.belongs(file, snapshot));
    assertFalse(SealedName.belongs(file + ".json", snapshot));
    assertFalse(SealedName.belongs(file, "/kept/prod-20260301-030000-abce.db"));
    assertFalse(SealedName.belongs(snapshot, snapshot));
    assertFalse(SealedName.belongs("/kept/prod-20260301-030000-abcd-x/y.tar.gpg", snapshot));
  }
}
