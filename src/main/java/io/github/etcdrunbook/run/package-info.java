/**
 * Runs a plan: the runner walks the playbook, the performer executes effects, settling finds out
 * what became of an effect in doubt, and the state of a run is folded from its events and from
 * nothing else.
 */
package io.github.etcdrunbook.run;
