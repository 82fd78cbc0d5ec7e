package io.github.etcdrunbook.action;

/** Whether steps of an action may change anything. */
public enum Nature {
  /** It only looks: it never decides on a change. */
  READS,
  /** It may change something. */
  CHANGES
}
