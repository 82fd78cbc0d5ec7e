package io.github.etcdrunbook.lab.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shell script that becomes a container: it mounts the image and the volumes in a mount
 * namespace of its own, changes the root and executes the command. Also creates what {@code
 * DirectoryOrCreate} asks for, as the kubelet does each time before it creates a container.
 */
record StartScript(Path images) {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  String of(Path home, PodManifest pod, PodManifest.Container container) throws IOException {
    Path image = images.resolve(imageName(container.image()));
    if (!Files.isDirectory(image)) {
      throw new IOException("ErrImagePull: " + container.image() + " is not on this host");
    }
    String root = quote(home.resolve("rootfs").toString());
    List<String> lines = new ArrayList<>(List.of("set -e", "cd " + quote(home.toString())));
    lines.add("mkdir -p upper work rootfs");
    lines.add(
        "mount -t overlay overlay -o lowerdir="
            + image.resolve("root")
            + ",upperdir=upper,workdir=work "
            + root);
    lines.add("mount -t proc proc " + root + "/proc");
    lines.add("mount --rbind /dev " + root + "/dev");
    lines.add("mount --bind /etc/hosts " + root + "/etc/hosts");
    for (String bind : linesOf(image.resolve("binds"))) {
      lines.add(bind(bind, root, bind));
    }
    for (PodManifest.Mount mount : container.around().mounts()) {
      PodManifest.HostPath path = pod.spec().volumes().get(mount.volume());
      if (path != null) {
        provide(path);
        lines.add(bind(path.path(), root, mount.path()));
      }
    }
    lines.add(command(image, root, container));
    return String.join("\n", lines) + "\n";
  }

  private static String bind(String from, String root, String to) throws IOException {
    String target = root + quote(to);
    String create =
        Files.isDirectory(Path.of(from))
            ? "mkdir -p " + target
            : "mkdir -p \"$(dirname " + target + ")\"; [ -e " + target + " ] || : >" + target;
    return create + "; mount --rbind " + quote(from) + " " + target;
  }

  private static String command(Path image, String root, PodManifest.Container container)
      throws IOException {
    List<String> argv = new ArrayList<>(linesOf(image.resolve("entry")));
    List<String> own = container.argv();
    argv.addAll(argv.isEmpty() ? own : own.subList(1, own.size()));
    StringBuilder line = new StringBuilder("exec env -i PATH=" + PATH + " HOME=/root");
    line.append(" HOSTNAME=\"$(hostname)\"");
    for (Map.Entry<String, String> one : container.around().environment().entrySet()) {
      line.append(' ').append(quote(one.getKey() + "=" + one.getValue()));
    }
    line.append(" chroot ");
    Optional<String> user = container.around().runAsUser();
    user.ifPresent(uid -> line.append("--userspec=").append(quote(uid + ":" + uid)).append(' '));
    line.append(root);
    argv.forEach(word -> line.append(' ').append(quote(word)));
    return line.toString();
  }

  private static void provide(PodManifest.HostPath volume) throws IOException {
    Path path = Path.of(volume.path());
    boolean there = Files.exists(path);
    switch (volume.type()) {
      case "DirectoryOrCreate" -> Files.createDirectories(path);
      case "FileOrCreate" -> {
        if (!there) {
          Files.createFile(path);
        }
      }
      case "Directory", "File" -> {
        if (!there) {
          throw new IOException("FailedMount: hostPath " + path + " does not exist");
        }
      }
      default -> {
        if (!there) {
          Files.createDirectories(path);
        }
      }
    }
  }

  /** The last part of an image's name, without registry and tag. */
  private static String imageName(String image) {
    String last = image.substring(image.lastIndexOf('/') + 1);
    return last.split("[:@]")[0];
  }

  private static List<String> linesOf(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
