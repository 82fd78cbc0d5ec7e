/**
 * Rehearses a playbook in memory: runs it on the slow world, kills it before and after every event
 * of its journal, resumes it and takes it back, and looks what has become of the world. No IO.
 */
package io.github.etcdrunbook.rehearsal;
