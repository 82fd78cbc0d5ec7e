package io.github.etcdrunbook.plan;

/** The output of a step that only requires. */
public record NoOutput() {}
