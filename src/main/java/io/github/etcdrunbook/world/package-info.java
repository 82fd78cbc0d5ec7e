/**
 * What an action may look at and what a run may change: values, facts, readers, the closed set of
 * effects, and the two models of the world (the forecast and its slow twin). No input or output
 * here; adapters implement the readers and writers.
 */
package io.github.etcdrunbook.world;
