package io.github.etcdrunbook.ssh;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

/** Takes answers apart in tests. */
final class Answers {
  private Answers() {}

  static <T> T got(Answer<T> answer) {
    return answer.got().orElseThrow(() -> new AssertionError(answer.toString()));
  }

  static <F extends SshFailure> F failure(Class<F> kind, Answer<?> answer) {
    Answer.Failed<?> failed = assertInstanceOf(Answer.Failed.class, answer, answer.toString());
    return assertInstanceOf(kind, failed.failure(), failed.toString());
  }
}
