package io.github.etcdrunbook.snapshot;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A protobuf message without its description: numbered fields, of each the first. Reads what it can
 * and refuses what is no message. Not to be changed after it was read.
 */
final class ProtoMessage {
  private static final int VARINT_BYTES_MAX = 10;
  private static final long FIELD_MAX = 1 << 29;

  private final Map<Integer, Long> numbers = new HashMap<>();
  private final Map<Integer, ByteBuffer> pieces = new HashMap<>();

  private ProtoMessage() {}

  /** Reads a message; nothing when it is none. */
  static Optional<ProtoMessage> read(byte[] content) {
    return read(ByteBuffer.wrap(content));
  }

  private static Optional<ProtoMessage> read(ByteBuffer content) {
    ProtoMessage message = new ProtoMessage();
    while (content.hasRemaining()) {
      if (!message.field(content)) {
        return Optional.empty();
      }
    }
    return Optional.of(message);
  }

  /** A number, if the message has it. */
  OptionalLong number(int field) {
    return numbers.containsKey(field) ? OptionalLong.of(numbers.get(field)) : OptionalLong.empty();
  }

  /** A text, if the message has it. */
  Optional<String> text(int field) {
    return piece(field).map(piece -> StandardCharsets.UTF_8.decode(piece).toString());
  }

  /** A message inside the message, if it has it. */
  Optional<ProtoMessage> message(int field) {
    return piece(field).flatMap(ProtoMessage::read);
  }

  private Optional<ByteBuffer> piece(int field) {
    return Optional.ofNullable(pieces.get(field)).map(ByteBuffer::duplicate);
  }

  private boolean field(ByteBuffer content) {
    OptionalLong tag = varint(content);
    if (tag.isEmpty() || tag.getAsLong() < 8 || tag.getAsLong() >>> 3 > FIELD_MAX) {
      return false;
    }
    int number = (int) (tag.getAsLong() >>> 3);
    return switch ((int) (tag.getAsLong() & 7)) {
      case 0 -> {
        OptionalLong value = varint(content);
        value.ifPresent(found -> numbers.putIfAbsent(number, found));
        yield value.isPresent();
      }
      case 1 -> piece(number, content, 8);
      case 2 -> piece(number, content, varint(content).orElse(-1));
      case 5 -> piece(number, content, 4);
      default -> false;
    };
  }

  private boolean piece(int number, ByteBuffer content, long length) {
    if (length < 0 || length > content.remaining()) {
      return false;
    }
    pieces.putIfAbsent(number, content.slice(content.position(), (int) length));
    content.position(content.position() + (int) length);
    return true;
  }

  private static OptionalLong varint(ByteBuffer content) {
    long value = 0;
    for (int i = 0; i < VARINT_BYTES_MAX && content.hasRemaining(); i++) {
      long next = content.get() & 0xff;
      value |= (next & 0x7f) << (7 * i);
      if (next < 0x80) {
        return OptionalLong.of(value);
      }
    }
    return OptionalLong.empty();
  }
}
