package io.github.etcdrunbook.cli;

import io.github.etcdrunbook.etcd.Answer;
import io.github.etcdrunbook.etcd.Bytes;
import io.github.etcdrunbook.etcd.CallLimits;
import io.github.etcdrunbook.etcd.PlayedMember;
import io.github.etcdrunbook.lab.CertificateAuthority;
import io.github.etcdrunbook.ssh.SshClasses;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * What the launcher runs once for its archive of loaded classes: loads the classes of this program
 * and of its SSH library, and calls a member of etcd that this process plays itself. Reaches
 * nothing outside this process and changes nothing. What cannot be practised here is left out: the
 * archive is then smaller, and nothing else.
 */
final class Practice {
  private static final String CLASS = ".class";

  private Practice() {}

  /** Practises; the arguments are a command that needs nothing but files, and its exit code. */
  static ExitCode with(Console console, String... arguments) {
    try {
      load(Practice.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      load(SshClasses.jar());
      call().failure().ifPresent(why -> console.err().println("not practised: " + why));
    } catch (IOException | GeneralSecurityException | URISyntaxException | RuntimeException e) {
      console.err().println("not practised: " + e);
    }
    return Main.run(console, arguments);
  }

  private static void load(URI jar) throws IOException {
    try (JarFile file = new JarFile(Path.of(jar).toFile())) {
      file.stream()
          .map(JarEntry::getName)
          .filter(name -> name.endsWith(CLASS) && !name.startsWith("META-INF/"))
          .map(name -> name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
          .forEach(Practice::load);
    }
  }

  private static void load(String name) {
    try {
      Class.forName(name, false, Practice.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError optional) {
      // A class for a library that is not shipped.
      return;
    }
  }

  /** Calls a member that this process plays. */
  static Answer<Long> call() throws IOException, GeneralSecurityException {
    CertificateAuthority authority = new CertificateAuthority("practice", Clock.systemUTC());
    CertificateAuthority.Issued issued =
        authority.issue(
            new CertificateAuthority.Subject(
                "practice",
                "",
                List.of(CertificateAuthority.Usage.SERVER, CertificateAuthority.Usage.CLIENT),
                List.of("127.0.0.1")));
    try (PlayedMember member =
        PlayedMember.start(
            Bytes.utf8(authority.own().certificate()),
            Bytes.utf8(issued.certificate()),
            Bytes.utf8(issued.key()))) {
      return member.practise(CallLimits.standard());
    }
  }
}
