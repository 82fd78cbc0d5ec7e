package io.github.etcdrunbook.lab.node;

/**
 * The time constants of the static-pod runner in milliseconds, so that it keeps the pace of a real
 * kubelet (1.36 with containerd 2.1, measured). Tests run it faster.
 *
 * @param gone from the end of a pod's processes until its containers are no longer listed
 * @param forgotten from a manifest's removal until the kubelet is done with the old pod
 * @param sameAgain from a manifest's removal until the same pod starts again, if put back earlier
 * @param changed the wait of a changed pod which appears before the old one is forgotten
 */
record Pace(long gone, long forgotten, long sameAgain, long changed, Restarts restarts) {
  /**
   * How restarts are delayed.
   *
   * @param first the first back-off; it doubles with every failure
   * @param limit the longest back-off
   * @param forgiven a container that ran this long starts with the first back-off again
   * @param adopt from the runner's own restart until it looks at the manifests
   */
  record Restarts(long first, long limit, long forgiven, long adopt) {}

  private static final double LATE = 1.2;

  /** A scale of 1 is the real kubelet's pace, 0.1 is ten times faster. */
  static Pace scaled(double scale) {
    return new Pace(
        (long) (500 * scale),
        (long) (2_400 * scale),
        (long) (2_100 * scale),
        (long) (13_500 * scale),
        new Restarts(
            (long) (10_000 * scale),
            (long) (300_000 * scale),
            (long) (600_000 * scale),
            (long) (1_800 * scale)));
  }

  /** The delay before a restart: the back-off, and a little since the worker looks late. */
  long delay(int failures) {
    double doubled = restarts.first() * Math.pow(2, Math.min(failures, 20));
    return (long) (Math.min((double) restarts.limit(), doubled) * LATE);
  }
}
