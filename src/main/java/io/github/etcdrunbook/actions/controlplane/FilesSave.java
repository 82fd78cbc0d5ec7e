package io.github.etcdrunbook.actions.controlplane;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Action;
import io.github.etcdrunbook.action.Decision;
import io.github.etcdrunbook.action.Doc;
import io.github.etcdrunbook.action.Manual;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.inventory.HostName;
import io.github.etcdrunbook.world.Effect;
import io.github.etcdrunbook.world.Failure;
import io.github.etcdrunbook.world.HostReader;
import io.github.etcdrunbook.world.Reader;
import io.github.etcdrunbook.world.Recipient;
import io.github.etcdrunbook.world.SealedName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Saves manifests, certificates, keys and settings of all control-plane hosts beside a snapshot,
 * encrypted for one recipient. A host that does not answer is left out and told.
 */
public final class FilesSave
    implements Action<FilesSave.Arguments, FilesSave.Observation, FilesSave.Output> {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Beside which snapshot, and for whom. */
  public record Arguments(
      @Doc(
              value = "The snapshot that this run saves; its name ends with the id of the run",
              example = "${inputs.to}/${cluster.name}-${run.id}.db")
          String beside,
      @Doc(
              value =
                  "`age:` with an age1... or ssh-... public key, or `gpg:` with a full fingerprint;"
                      + " empty saves nothing",
              byDefault = "''",
              example = "gpg:D73AF2E38D0D8F0D44B1CF8ACBA2E2A3B1F5C0D9")
          String recipient) {}

  /**
   * What would be saved.
   *
   * @param recipient for whom; empty when what was given names no key
   * @param objection why it cannot be encrypted, with what to do about it
   * @param silent the hosts that do not answer
   */
  public record Observation(
      boolean named,
      Optional<Recipient> recipient,
      Optional<Objection> objection,
      List<Site> sites,
      List<HostName> silent) {}

  /** Why nothing can be encrypted. */
  public record Objection(String why, String hint) {}

  /** The files of a host, and whether they are saved. */
  public record Site(HostName host, List<String> files, String path, boolean saved) {}

  /** What was saved. */
  public record Output(
      @Doc("The encrypted files on this machine") List<String> files,
      @Doc("The hosts that did not answer and are left out") List<String> silent) {}

  @Override
  public Manual manual() {
    return new Manual(
        "controlplane.files_save",
        "Save manifests, keys and settings of all control-plane hosts, encrypted",
        "Reads, as root, the static manifests, certificates and keys, kubeconfigs, encryption"
            + " configuration and units of each host that carries etcd or an API server, as one tar"
            + " archive that is encrypted on its way by `age` or `gpg` of this machine: in clear it"
            + " is on no disk. `NAME-RUN-HOST.tar.age` or `.tar.gpg` appears under its name when"
            + " complete, readable by the operator alone, with its digest and the names in it as"
            + " JSON beside it. Before anything is done it is tried whether the recipient can be"
            + " encrypted for. A host that does not answer is left out, and told.",
        Manual.Place.CLUSTER,
        """
        - id: files
          uses: controlplane.files_save
          with:
            beside: "${inputs.to}/${cluster.name}-${run.id}.db"
            recipient: gpg:D73AF2E38D0D8F0D44B1CF8ACBA2E2A3B1F5C0D9
        """);
  }

  @Override
  public Class<Arguments> arguments() {
    return Arguments.class;
  }

  @Override
  public Class<Output> output() {
    return Output.class;
  }

  @Override
  public Observation probe(Arguments arguments, Reader reader) {
    boolean named = arguments.beside().endsWith("-" + reader.standpoint().run() + ".db");
    Optional<Recipient> recipient = Recipient.read(arguments.recipient());
    Optional<Failure> objection = recipient.flatMap(reader.operator()::objection);
    List<Site> sites = new ArrayList<>();
    List<HostName> silent = new ArrayList<>();
    if (named && recipient.isPresent() && objection.isEmpty()) {
      for (HostName host : reader.hosts()) {
        Optional<HostReader> seen = reader.host(host).seen();
        if (seen.isEmpty()) {
          silent.add(host);
        } else {
          site(seen.get(), SealedName.of(arguments.beside(), host, recipient.get()), reader)
              .ifPresent(sites::add);
        }
      }
    }
    return new Observation(
        named,
        recipient,
        objection.map(why -> new Objection(why.what(), why.hint())),
        sites,
        silent);
  }

  private static Optional<Site> site(HostReader host, String path, Reader reader) {
    List<String> files = host.controlPlaneFiles();
    boolean saved = reader.operator().size(path).isPresent();
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(new Site(host.name(), files, path, saved));
  }

  @Override
  public Decision<Output> decide(Arguments arguments, Observation seen) {
    if (arguments.recipient().isBlank()) {
      return new Decision.Satisfied<>(
          "no recipient is named: manifests and keys are left out",
          new Output(List.of(), List.of()));
    }
    if (seen.recipient().isEmpty()) {
      return new Decision.Refused<>(
          "`" + arguments.recipient() + "` names no key that files can be encrypted for",
          "write `age:` with a key that begins with age1, ssh-ed25519 or ssh-rsa, or `gpg:` with"
              + " the 40 or 64 digits that `gpg --fingerprint` shows");
    }
    if (seen.objection().isPresent()) {
      return new Decision.Refused<>(seen.objection().get().why(), seen.objection().get().hint());
    }
    if (!seen.named()) {
      return new Decision.Refused<>(
          arguments.beside() + " is no name from which those of the files follow",
          "let it end with \"-${run.id}.db\", in `etcd.snapshot_save` too");
    }
    if (seen.sites().isEmpty()) {
      return new Decision.Refused<>(
          "no host that answers carries etcd or an API server",
          "look at the hosts with `doctor`, or name no recipient");
    }
    return saving(seen, seen.recipient().get());
  }

  private static Decision<Output> saving(Observation seen, Recipient recipient) {
    Undo undo = new Undo.NotNeeded("files on this machine change nothing in the cluster");
    List<Act> acts =
        seen.sites().stream()
            .filter(site -> !site.saved())
            .map(site -> new Effect.SealFiles(site.host(), site.files(), site.path(), recipient))
            .map(effect -> Act.of(effect, undo, LIMIT))
            .toList();
    String leftOut =
        seen.silent().isEmpty() ? "" : "; left out, since silent: " + text(seen.silent());
    if (!acts.isEmpty()) {
      return new Decision.Change<>("save the files of " + acts.size() + " hosts" + leftOut, acts);
    }
    return new Decision.Satisfied<>(
        "files of "
            + text(seen.sites().stream().map(Site::host).toList())
            + " are encrypted for "
            + recipient
            + leftOut,
        new Output(
            seen.sites().stream().map(Site::path).toList(),
            seen.silent().stream().map(HostName::text).toList()));
  }

  private static String text(List<HostName> hosts) {
    return hosts.stream().map(HostName::text).collect(Collectors.joining(", "));
  }
}
