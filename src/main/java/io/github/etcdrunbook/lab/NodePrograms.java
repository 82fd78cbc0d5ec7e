package io.github.etcdrunbook.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Packs the classes of {@code lab.node}, and nothing else, into the archive that hosts run. */
final class NodePrograms {
  private static final String FOLDER = "io/github/etcdrunbook/lab/node";

  /** The stand-ins are many and small: one compiler, one collector thread, a little heap. */
  static final List<String> JAVA_FLAGS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xshare:auto",
          "-Xmx24m",
          "-Xmn4m",
          "-Xss256k",
          "-XX:-UsePerfData",
          "-Xlog:disable",
          "-Xlog:all=error:stderr",
          "-cp",
          "/opt/lab/node/node.jar");

  /** The class that starts each of them. */
  static final String MAIN = "io.github.etcdrunbook.lab.node.Main";

  private NodePrograms() {}

  /** The jar or the folder that this program runs from. */
  static Path codeSource() throws LabException {
    URL url = NodePrograms.class.getProtectionDomain().getCodeSource().getLocation();
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new LabException("cannot find the program's own files: " + url, "");
    }
  }

  /** Writes the archive. */
  static void pack(Path jar) throws IOException, LabException {
    Map<String, byte[]> classes = new TreeMap<>();
    Path source = codeSource();
    if (Files.isDirectory(source)) {
      collect(source.resolve(FOLDER), classes);
    } else {
      try (FileSystem archive = FileSystems.newFileSystem(source)) {
        collect(archive.getPath(FOLDER), classes);
      }
    }
    Files.createDirectories(jar.getParent());
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Map.Entry<String, byte[]> one : classes.entrySet()) {
        JarEntry entry = new JarEntry(FOLDER + "/" + one.getKey());
        entry.setTime(0);
        out.putNextEntry(entry);
        out.write(one.getValue());
      }
    }
  }

  private static void collect(Path folder, Map<String, byte[]> classes) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        classes.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
  }
}
