package io.github.etcdrunbook.ssh;

import io.github.etcdrunbook.ssh.SshTarget.Become;
import io.github.etcdrunbook.ssh.SshTarget.Login;
import io.github.etcdrunbook.ssh.SshTarget.Offer;
import io.github.etcdrunbook.ssh.SshTarget.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Joins what the inventory says with the SSH configuration to a complete target. What the inventory
 * says wins. Reads no more than which of the default key files exist.
 */
public final class TargetResolver {
  private static final int JUMPS_MAX = 8;
  private static final List<String> DEFAULT_KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");

  private final SshConfig config;
  private final Operator operator;

  /**
   * Who uses this program.
   *
   * @param agent the value of {@code SSH_AUTH_SOCK}
   */
  public record Operator(String user, Path home, Optional<Path> agent) {}

  /** A target, and in sentences what of the configuration is not followed. */
  public record Resolved(SshTarget target, List<String> notes) {
    /** Copies the notes. */
    public Resolved {
      notes = List.copyOf(notes);
    }
  }

  /** Resolves with this configuration for this operator. */
  public TargetResolver(SshConfig config, Operator operator) {
    this.config = config;
    this.operator = operator;
  }

  /**
   * The complete target.
   *
   * @throws IllegalArgumentException when the configuration makes no sense: a port that is not a
   *     number, jumps in a circle, or a {@code ProxyCommand}, which is not supported
   */
  public Resolved resolve(SshSettings settings) {
    Set<String> notes = new TreeSet<>(config.notes());
    SshTarget target = resolve(settings, notes, 0);
    return new Resolved(target, List.copyOf(notes));
  }

  private SshTarget resolve(SshSettings settings, Set<String> notes, int depth) {
    if (depth > JUMPS_MAX) {
      throw new IllegalArgumentException(
          "`ProxyJump` of `" + settings.address() + "` goes in a circle");
    }
    String alias = settings.address();
    noteWhatIsNotFollowed(alias, notes);
    int port = settings.port().orElseGet(() -> port(alias));
    String user = settings.user().or(() -> config.value(alias, "User")).orElseGet(operator::user);
    String address =
        config.value(alias, "HostName").map(text -> text.replace("%h", alias)).orElse(alias);
    Names names = new Names(alias, address, port, user);
    Server server =
        new Server(address, port, config.value(alias, "HostKeyAlias"), knownHosts(settings, names));
    return new SshTarget(
        settings.name(),
        server,
        login(settings, names),
        settings.become(),
        jump(settings, notes, depth));
  }

  /** The names that tokens in file names stand for. */
  private record Names(String alias, String address, int port, String user) {}

  private Login login(SshSettings settings, Names names) {
    boolean only = config.value(names.alias(), "IdentitiesOnly").orElse("no").equals("yes");
    return new Login(
        names.user(),
        keys(settings, names),
        config.values(names.alias(), "CertificateFile").stream().map(f -> path(f, names)).toList(),
        agent(names),
        only ? Offer.NAMED_KEYS : Offer.ALL_KEYS);
  }

  private List<Path> keys(SshSettings settings, Names names) {
    if (!settings.files().keys().isEmpty()) {
      return settings.files().keys();
    }
    List<Path> named =
        config.values(names.alias(), "IdentityFile").stream()
            .filter(file -> !file.equals("none"))
            .map(file -> path(file, names))
            .toList();
    if (!named.isEmpty()) {
      return named;
    }
    Path folder = operator.home().resolve(".ssh");
    return DEFAULT_KEYS.stream().map(folder::resolve).filter(Files::isRegularFile).toList();
  }

  private Optional<Path> agent(Names names) {
    Optional<String> named = config.value(names.alias(), "IdentityAgent");
    if (named.isEmpty() || named.get().equals("SSH_AUTH_SOCK")) {
      return operator.agent();
    }
    return named.get().equals("none") ? Optional.empty() : Optional.of(path(named.get(), names));
  }

  private List<Path> knownHosts(SshSettings settings, Names names) {
    if (!settings.files().knownHosts().isEmpty()) {
      return settings.files().knownHosts();
    }
    List<Path> ofUser =
        files(names, "UserKnownHostsFile", "~/.ssh/known_hosts", "~/.ssh/known_hosts2");
    List<Path> ofSystem = files(names, "GlobalKnownHostsFile", "/etc/ssh/ssh_known_hosts");
    return Stream.concat(ofUser.stream(), ofSystem.stream()).toList();
  }

  private List<Path> files(Names names, String keyword, String... otherwise) {
    List<String> named = config.values(names.alias(), keyword);
    return (named.isEmpty() ? List.of(otherwise) : named)
        .stream().filter(file -> !file.equals("none")).map(file -> path(file, names)).toList();
  }

  private Optional<SshTarget> jump(SshSettings settings, Set<String> notes, int depth) {
    String chain =
        settings.jump().or(() -> config.value(settings.address(), "ProxyJump")).orElse("none");
    if (chain.equals("none")) {
      return Optional.empty();
    }
    List<String> hops = new ArrayList<>(List.of(chain.split(",")));
    String nearest = hops.removeLast();
    Optional<String> before =
        hops.isEmpty() ? Optional.empty() : Optional.of(String.join(",", hops));
    SshSettings through = JumpText.parse(nearest.strip(), before, settings.files());
    return Optional.of(resolve(through, notes, depth + 1));
  }

  private int port(String alias) {
    return config.value(alias, "Port").map(text -> JumpText.port(text)).orElse(22);
  }

  private void noteWhatIsNotFollowed(String alias, Set<String> notes) {
    config
        .value(alias, "StrictHostKeyChecking")
        .map(text -> text.toLowerCase(Locale.ROOT))
        .filter(text -> !List.of("yes", "ask").contains(text))
        .ifPresent(
            text ->
                notes.add(
                    "`StrictHostKeyChecking "
                        + text
                        + "` is read as `yes`: keys are always checked"));
    Optional<String> command = config.value(alias, "ProxyCommand").filter(c -> !c.equals("none"));
    if (command.isPresent() && config.value(alias, "ProxyJump").isEmpty()) {
      throw new IllegalArgumentException(
          "`ProxyCommand` of `" + alias + "` is not supported; write it as `ProxyJump`");
    }
  }

  private Path path(String text, Names names) {
    String expanded =
        text.replace("%%", "\0")
            .replace("%d", operator.home().toString())
            .replace("%u", operator.user())
            .replace("%h", names.address())
            .replace("%n", names.alias())
            .replace("%p", Integer.toString(names.port()))
            .replace("%r", names.user())
            .replace("\0", "%");
    return expanded.startsWith("~/")
        ? operator.home().resolve(expanded.substring(2))
        : operator.home().resolve(expanded);
  }

  /** Reads {@code [user@]host[:port]}, also as an {@code ssh://} address. Pure. */
  static final class JumpText {
    private JumpText() {}

    static SshSettings parse(String text, Optional<String> before, SshSettings.Files files) {
      String rest = text.startsWith("ssh://") ? text.substring("ssh://".length()) : text;
      int at = rest.lastIndexOf('@');
      Optional<String> user = at < 0 ? Optional.empty() : Optional.of(rest.substring(0, at));
      String place = rest.substring(at + 1);
      int colon = place.lastIndexOf(':');
      boolean hasPort =
          colon > 0
              && (place.startsWith("[") || place.indexOf(':') == colon)
              && colon > place.indexOf(']');
      String host = (hasPort ? place.substring(0, colon) : place).replaceAll("^\\[|]$", "");
      return new SshSettings(
          host,
          host,
          hasPort
              ? java.util.OptionalInt.of(port(place.substring(colon + 1)))
              : java.util.OptionalInt.empty(),
          user,
          Become.NONE,
          files,
          before);
    }

    static int port(String text) {
      if (!text.matches("[0-9]{1,5}")) {
        throw new IllegalArgumentException("not a port: `" + text + "`");
      }
      return Integer.parseInt(text);
    }
  }

  /** The configuration files that {@code ssh} reads for this operator, in its order. */
  public static List<Path> configFiles(Path home) {
    return Collections.unmodifiableList(
        List.of(home.resolve(".ssh/config"), Path.of("/etc/ssh/ssh_config")));
  }
}
