package io.github.etcdrunbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.lab.LabException;
import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A cluster of one real member, one story: its quota is made small, filled and recovered from, each
 * only when an outage is accepted; it cannot leave; it is restored.
 */
@Tag("lab")
@EnabledIfSystemProperty(named = "test.full", matches = "true")
class OneMemberLabTest {
  private static final String SMALL = "quota=" + (32L << 20);
  private static final String OUTAGE = "accept_outage=true";

  @TempDir private Path all;

  @ParameterizedTest
  @ValueSource(strings = {"34", "35"})
  void worksOrSaysWhatItWantsToHear(String line)
      throws IOException, InterruptedException, LabException {
    Path folder = Files.createDirectory(all.toAbsolutePath().resolve(line));
    RestoreLab.Shape one = new RestoreLab.Shape(Profile.KUBEADM, line, 1, 0, 300, "root");
    try (RestoreLab lab = RestoreLab.up(folder, "one" + line, one)) {
      EverydayLab everyday = new EverydayLab(lab);
      assertRefused(everyday.play("remove-member", "host=cp1"), "is the last voter");
      assertRefused(everyday.play("raise-quota", SMALL), OUTAGE);
      everyday.played("raise-quota", SMALL, OUTAGE);
      isRecovered(everyday, folder);
      isRestored(lab);
    }
  }

  private static void isRecovered(EverydayLab everyday, Path folder)
      throws IOException, InterruptedException, LabException {
    String[] inputs = {"keep_revisions=10", "backup=" + folder, OUTAGE};
    everyday.rewrite("filled/history", 200);
    assertTrue(everyday.etcdctl("alarm list").contains("NOSPACE"));
    final long before = everyday.sizes().getFirst();
    assertRefused(everyday.play("nospace-recovery", inputs[0], inputs[1]), OUTAGE);
    everyday.played("nospace-recovery", inputs);
    assertEquals("", everyday.etcdctl("alarm list"));
    assertTrue(everyday.sizes().getFirst() < before / 2, everyday.sizes()::toString);
    assertEquals("OK", everyday.etcdctl("put x y"));
    everyday.idle("nospace-recovery", inputs);
  }

  private static void isRestored(RestoreLab lab)
      throws IOException, InterruptedException, LabException {
    RestoreProof proof = new RestoreProof(lab);
    Path snapshot = proof.snapshotAndLoss();
    RestoreLab.Result restored = proof.restore(snapshot).await();
    assertEquals(0, restored.status(), restored::all);
    proof.assertRestored(snapshot, restored);
    proof.assertAsPlanned(restored);
  }

  private static void assertRefused(RestoreLab.Result result, String words) {
    assertEquals(ExitCode.REFUSED.code(), result.status(), result::all);
    assertTrue(result.all().contains(words), result::all);
  }
}
