package io.github.etcdrunbook.actions.etcd;

/** Why a restore is refused, and what to do about it. Immutable. */
record RestoreProblem(String what, String hint) {}
