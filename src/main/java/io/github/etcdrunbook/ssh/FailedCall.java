package io.github.etcdrunbook.ssh;

/** Carries a {@link SshFailure} up to the border of the package, where it becomes a value. */
final class FailedCall extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient SshFailure failure;

  FailedCall(SshFailure failure) {
    super(failure.message());
    this.failure = failure;
  }

  SshFailure failure() {
    return failure;
  }

  /** A call that may fail, as the public methods make them. */
  interface Call<T> {
    T make() throws FailedCall;
  }

  /** Makes the call and turns what came of it into a value. */
  static <T> Answer<T> answer(Call<T> call) {
    try {
      return new Answer.Got<>(call.make());
    } catch (FailedCall failed) {
      return new Answer.Failed<>(failed.failure());
    }
  }
}
