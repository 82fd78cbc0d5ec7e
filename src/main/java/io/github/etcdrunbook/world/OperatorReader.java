package io.github.etcdrunbook.world;

import java.util.List;
import java.util.Optional;

/** Looks at the operator's machine. Reads only. */
public interface OperatorReader {
  /** Size in bytes of a regular file; empty when there is none. */
  Optional<Long> size(String path);

  /** The regular files in a folder, sorted by path; none when there is no such folder. */
  List<FoundFile> files(String folder);

  /** The snapshots in a folder that this program saved and described, sorted by path. */
  List<DescribedSnapshot> described(String folder);

  /** What a snapshot file is: verified, with what is in it. */
  Sight<SnapshotFacts> snapshot(String path);

  /**
   * What became of the keys of a restored snapshot until a later one was taken.
   *
   * @param revision the newest revision of the cluster when it had been restored
   */
  Sight<Recount> recount(String restored, String later, long revision);

  /** Why nothing can be encrypted for the recipient here; empty when a trial went well. */
  Optional<Failure> objection(Recipient recipient);

  /** What fills the database that a snapshot file holds; damage is not looked for. */
  Sight<Filling> filling(String path);

  /** Free bytes of the file system that holds the path or its nearest parent. */
  Value<Long> freeBytes(String path);
}
