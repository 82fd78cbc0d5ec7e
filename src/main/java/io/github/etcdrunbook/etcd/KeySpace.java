package io.github.etcdrunbook.etcd;

import com.google.protobuf.UnsafeByteOperations;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.github.etcdrunbook.etcd.KeyRange.Consistency;
import io.github.etcdrunbook.etcd.KeyRange.Projection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads and writes keys. A write whose answer is lost is not repeated. */
public final class KeySpace {
  private static final int PAGE_KEYS = 2_000;

  private final Wire wire;

  KeySpace(Wire wire) {
    this.wire = wire;
  }

  /** One read. */
  public Answer<KeyPage> read(KeyRange range) {
    // By stub: jetcd's client is a second connection, and half a second for its first call.
    Supplier<KeyPage> call = () -> page(wire.keys().range(request(range)));
    return range.consistency() == Consistency.SERIALIZABLE
        ? wire.local(wire.limits().call(), call)
        : wire.agreed(call);
  }

  /**
   * The revision below which the history is compacted, 0 when it never was. etcd tells it nowhere
   * without hashing all keys; a read at a revision is refused when that is below it, so that a few
   * reads of one key find it.
   */
  public Answer<Long> compacted() {
    KeyRange one = KeyRange.key(Bytes.utf8("etcd-runbook")).countOnly().serializable();
    Answer<KeyPage> now = read(one);
    if (!(now instanceof Answer.Ok<KeyPage>(KeyPage newest))) {
      return now.map(KeyPage::revision);
    }
    long low = 0;
    long high = newest.revision();
    // Below low it is refused, at high it is answered.
    while (low < high) {
      long middle = (low + high) / 2;
      if (middle == 0) {
        // Revision 0 means the newest; 1 is the first that there is.
        middle = 1;
      }
      Answer<KeyPage> answer = read(one.at(middle));
      Optional<EtcdFailure> failure = answer.failure();
      if (failure.isPresent() && !isCompacted(failure.get())) {
        return answer.map(KeyPage::revision);
      }
      if (failure.isPresent()) {
        low = middle + 1;
      } else if (middle == 1) {
        return new Answer.Ok<>(0L);
      } else {
        high = middle;
      }
    }
    return new Answer.Ok<>(high);
  }

  private static boolean isCompacted(EtcdFailure failure) {
    return failure instanceof EtcdFailure.Rejected rejected
        && rejected.kind() == Rejection.COMPACTED;
  }

  /**
   * Reads a whole range in pages, all at the revision of the first, and gives each page to the
   * consumer. Answers with that revision. {@link Rejection#COMPACTED} means that the history was
   * compacted under the read: begin again.
   */
  public Answer<Long> readAll(KeyRange range, Consumer<KeyPage> consumer) {
    KeyRange rest = range.limitedTo(range.limit() == 0 ? PAGE_KEYS : range.limit());
    while (true) {
      Answer<KeyPage> answer = read(rest);
      if (!(answer instanceof Answer.Ok<KeyPage>(KeyPage page))) {
        return answer.map(KeyPage::revision);
      }
      consumer.accept(page);
      long pinned = rest.revision() == 0 ? page.revision() : rest.revision();
      if (!page.more() || page.keys().isEmpty()) {
        return new Answer.Ok<>(pinned);
      }
      rest = rest.at(pinned).startingAt(page.keys().getLast().key().next());
    }
  }

  /** Writes a key; answers with the revision of the write. */
  public Answer<Long> put(Bytes key, Bytes value) {
    return wire.agreedByClient(
            wire.limits().call(),
            client -> client.getKVClient().put(sequence(key), sequence(value)))
        .map(response -> response.getHeader().getRevision());
  }

  /** Deletes a key; answers with how many keys that were: 0 or 1. */
  public Answer<Long> delete(Bytes key) {
    return deleted(key, DeleteOption.DEFAULT);
  }

  /** Deletes all keys from one up to, not including, another; answers with how many those were. */
  public Answer<Long> deleteRange(Bytes from, Bytes end) {
    return deleted(from, DeleteOption.builder().withRange(sequence(end)).build());
  }

  /**
   * Deletes these keys in one transaction if none of them was written since it was read; answers
   * whether it did. A transaction that only deletes is allowed while the space alarm is raised.
   */
  public Answer<Boolean> deleteUnchanged(List<StoredKey> keys) {
    Cmp[] unchanged =
        keys.stream()
            .map(
                key ->
                    new Cmp(
                        sequence(key.key()),
                        Cmp.Op.EQUAL,
                        CmpTarget.modRevision(key.modRevision())))
            .toArray(Cmp[]::new);
    Op[] deletions =
        keys.stream()
            .map(key -> Op.delete(sequence(key.key()), DeleteOption.DEFAULT))
            .toArray(Op[]::new);
    return wire.agreedByClient(
            wire.limits().call(),
            client -> client.getKVClient().txn().If(unchanged).Then(deletions).commit())
        .map(response -> response.isSucceeded());
  }

  private Answer<Long> deleted(Bytes key, DeleteOption option) {
    return wire.agreedByClient(
            wire.limits().call(), client -> client.getKVClient().delete(sequence(key), option))
        .map(response -> response.getDeleted());
  }

  private static RangeRequest request(KeyRange range) {
    RangeRequest.Builder request =
        RangeRequest.newBuilder()
            .setKey(UnsafeByteOperations.unsafeWrap(range.from().toArray()))
            .setSerializable(range.consistency() == Consistency.SERIALIZABLE)
            .setKeysOnly(range.projection() == Projection.KEYS)
            .setCountOnly(range.projection() == Projection.COUNT)
            .setRevision(range.revision())
            .setLimit(range.limit());
    range
        .end()
        .ifPresent(end -> request.setRangeEnd(UnsafeByteOperations.unsafeWrap(end.toArray())));
    return request.build();
  }

  private static KeyPage page(RangeResponse response) {
    return new KeyPage(
        response.getHeader().getRevision(),
        response.getCount(),
        response.getMore(),
        response.getKvsList().stream().map(KeySpace::stored).toList());
  }

  private static StoredKey stored(KeyValue pair) {
    return new StoredKey(
        Bytes.of(pair.getKey().toByteArray()),
        Bytes.of(pair.getValue().toByteArray()),
        pair.getCreateRevision(),
        pair.getModRevision(),
        pair.getVersion(),
        pair.getLease());
  }

  private static ByteSequence sequence(Bytes bytes) {
    return ByteSequence.from(bytes.toArray());
  }
}
