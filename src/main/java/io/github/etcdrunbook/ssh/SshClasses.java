package io.github.etcdrunbook.ssh;

import com.jcraft.jsch.JSch;
import java.net.URI;
import java.net.URISyntaxException;

/** Where the classes of the SSH library lie. */
public final class SshClasses {
  private SshClasses() {}

  /** The jar of the library. */
  public static URI jar() throws URISyntaxException {
    return JSch.class.getProtectionDomain().getCodeSource().getLocation().toURI();
  }
}
