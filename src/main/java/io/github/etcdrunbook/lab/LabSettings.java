package io.github.etcdrunbook.lab;

import io.github.etcdrunbook.world.EtcdLayout.Profile;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What a lab remembers of its making, in {@code lab.properties}.
 *
 * @param spec as it was asked for
 * @param network the number of its network, 10.77.NUMBER.0/24
 * @param etcdVersion of the binaries
 */
record LabSettings(LabSpec spec, int network, String etcdVersion) {
  String operatorAddress() {
    return "10.77." + network + ".1";
  }

  /** The hosts: those with a member first. */
  List<LabHost> hosts() {
    List<LabHost> hosts = new ArrayList<>();
    int members = spec.members().hosts();
    for (int i = 1; i <= members + spec.members().bare(); i++) {
      hosts.add(new LabHost("cp" + i, "10.77." + network + "." + (10 + i), i > members));
    }
    return hosts;
  }

  void write(Path file) throws IOException {
    Properties values = new Properties();
    values.setProperty("hosts", Integer.toString(spec.members().hosts()));
    values.setProperty("bare", Integer.toString(spec.members().bare()));
    values.setProperty("profile", spec.profile().name());
    values.setProperty("disk.bytes", Long.toString(spec.disk().bytes()));
    values.setProperty("disk.etcdMount", Boolean.toString(spec.disk().etcdMount()));
    spec.etcd().ifPresent(folder -> values.setProperty("etcd", folder.toString()));
    values.setProperty("hostTools", Boolean.toString(spec.comfort().hostTools()));
    values.setProperty("timeScale", Double.toString(spec.comfort().timeScale()));
    values.setProperty("network", Integer.toString(network));
    values.setProperty("etcdVersion", etcdVersion);
    Path part = file.resolveSibling(".lab.properties");
    try (Writer out = Files.newBufferedWriter(part)) {
      values.store(out, null);
    }
    Files.move(part, file);
  }

  /** Nothing when there is no such lab, or its making did not get that far. */
  static Optional<LabSettings> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties values = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      values.load(in);
    }
    LabSpec spec =
        new LabSpec(
            new LabSpec.Members(number(values, "hosts"), number(values, "bare")),
            Profile.valueOf(values.getProperty("profile")),
            new LabSpec.Disk(
                Long.parseLong(values.getProperty("disk.bytes")),
                Boolean.parseBoolean(values.getProperty("disk.etcdMount"))),
            Optional.ofNullable(values.getProperty("etcd")).map(Path::of),
            new LabSpec.Comfort(
                Boolean.parseBoolean(values.getProperty("hostTools")),
                Double.parseDouble(values.getProperty("timeScale"))));
    return Optional.of(
        new LabSettings(spec, number(values, "network"), values.getProperty("etcdVersion")));
  }

  private static int number(Properties values, String key) {
    return Integer.parseInt(values.getProperty(key));
  }
}
