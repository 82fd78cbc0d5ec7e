package io.github.etcdrunbook.etcd;

import io.etcd.jetcd.api.SnapshotRequest;
import io.etcd.jetcd.api.SnapshotResponse;
import io.github.etcdrunbook.etcd.EtcdFailure.Damaged;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Saves a member's data to a file that only its owner may read. Steps: receive into {@code
 * FILE.part}, hashing; check the trailer; fsync; rename; fsync the directory. So a file under its
 * own name is always whole. Needs no quorum.
 */
public final class SnapshotStream {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Wire wire;

  SnapshotStream(Wire wire) {
    this.wire = wire;
  }

  /** Saves to this file, replacing one of that name. */
  public Answer<SavedSnapshot> save(Path file, SnapshotProgress progress) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.deleteIfExists(part);
      Answer<SavedSnapshot> answer = received(part, file, progress);
      Files.deleteIfExists(part);
      return answer;
    } catch (IOException e) {
      return damaged("the snapshot cannot be written to " + file + ": " + e);
    }
  }

  private Answer<SavedSnapshot> received(Path part, Path file, SnapshotProgress progress)
      throws IOException {
    TrailerDigest digest = new TrailerDigest();
    long bytes;
    try (FileChannel out =
        FileChannel.open(
            part,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      bytes = copied(out, digest, progress);
      out.force(true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Failed<>(new EtcdFailure.Interrupted());
    } catch (StatusException | TimeoutException e) {
      return new Answer.Failed<>(FailureReading.of(e, wire.limits().silence()));
    }
    if (bytes == 0) {
      return damaged("etcd sent an empty snapshot");
    }
    if (!digest.agrees()) {
      return damaged("the snapshot's trailer does not agree with its " + bytes + " bytes");
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncDirectory(file.toAbsolutePath().getParent());
    return new Answer.Ok<>(new SavedSnapshot(file, bytes, digest.whole()));
  }

  private long copied(FileChannel out, TrailerDigest digest, SnapshotProgress progress)
      throws IOException, StatusException, TimeoutException, InterruptedException {
    BlockingClientCall<?, SnapshotResponse> call =
        wire.maintenanceStream().snapshot(SnapshotRequest.getDefaultInstance());
    boolean whole = false;
    try {
      long bytes = 0;
      long silenceMillis = wire.limits().silence().toMillis();
      SnapshotResponse piece = call.read(silenceMillis, TimeUnit.MILLISECONDS);
      while (piece != null) {
        byte[] blob = piece.getBlob().toByteArray();
        digest.update(blob);
        ByteBuffer buffer = ByteBuffer.wrap(blob);
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
        bytes += blob.length;
        progress.received(bytes, bytes + piece.getRemainingBytes());
        piece = call.read(silenceMillis, TimeUnit.MILLISECONDS);
      }
      whole = true;
      return bytes;
    } finally {
      if (!whole) {
        call.cancel("the snapshot is not wanted any more", null);
      }
    }
  }

  private static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Answer<SavedSnapshot> damaged(String cause) {
    return new Answer.Failed<>(new Damaged(cause));
  }
}
