package io.github.etcdrunbook.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabSettingsTest {
  @TempDir private Path folder;

  @Test
  void anotherProcessReadsWhatOneWrote() throws IOException {
    LabSpec spec =
        new LabSpec(
            new LabSpec.Members(1, 1),
            Profile.SYSTEMD,
            new LabSpec.Disk(1L << 30, true),
            Optional.of(Path.of("/opt/etcd")),
            new LabSpec.Comfort(false, 0.1));
    LabSettings settings = new LabSettings(spec, 3, "3.4.23");
    settings.write(folder.resolve("lab.properties"));
    assertEquals(Optional.of(settings), LabSettings.read(folder.resolve("lab.properties")));
  }

  @Test
  void membersComeFirstAndEachLabHasItsNetwork() {
    LabSpec spec =
        new LabSpec(
            new LabSpec.Members(1, 1),
            Profile.KUBEADM,
            LabSpec.DEFAULT.disk(),
            Optional.empty(),
            LabSpec.DEFAULT.comfort());
    assertEquals(
        List.of(new LabHost("cp1", "10.77.4.11", false), new LabHost("cp2", "10.77.4.12", true)),
        new LabSettings(spec, 4, "3.5.1").hosts());
  }
}
