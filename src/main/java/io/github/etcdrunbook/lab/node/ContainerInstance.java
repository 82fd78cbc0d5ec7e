package io.github.etcdrunbook.lab.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** One attempt of a container: a view of its directory, always read afresh. */
record ContainerInstance(Path home) {
  String id() {
    return home.getFileName().toString();
  }

  String container() throws IOException {
    return meta()[1];
  }

  int attempt() throws IOException {
    return Integer.parseInt(meta()[2]);
  }

  String podName() throws IOException {
    return meta()[3];
  }

  /** Empty when the directory is being removed. */
  String podUid() {
    try {
      return meta()[5];
    } catch (IOException e) {
      return "";
    }
  }

  /** Nanoseconds since the epoch, as text of one length; empty when it is being removed. */
  String created() {
    try {
      return meta()[7].strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** The process, once the shim has started it. */
  Optional<Long> pid() throws IOException {
    return read("pid").map(Long::parseLong);
  }

  /** Not ended yet; a container whose process is about to start counts as alive. */
  boolean alive() {
    return !Files.exists(home.resolve("exit"));
  }

  /** The exit status as the shim wrote it. */
  String exitStatus() throws IOException {
    return read("exit").map(text -> text.split(" ")[0]).orElse("?");
  }

  /** Marks whether the container passes its readiness probe. */
  void markReady(boolean ready) throws IOException {
    Path mark = home.resolve("ready");
    if (!ready) {
      Files.deleteIfExists(mark);
    } else if (!Files.exists(mark)) {
      Files.createFile(mark);
    }
  }

  private String[] meta() throws IOException {
    return Files.readString(home.resolve("meta")).split("\t");
  }

  private Optional<String> read(String file) throws IOException {
    try {
      return Optional.of(Files.readString(home.resolve(file)).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
