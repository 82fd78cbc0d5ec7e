/**
 * The playbook language: the typed playbook that planner and runner consume. The records here are
 * the model, without parsing; the reader fills them from YAML nodes and gives the interfaces
 * ({@link io.github.etcdrunbook.playbook.Check}, {@link
 * io.github.etcdrunbook.playbook.StepArguments}, {@link io.github.etcdrunbook.playbook.HostChoice},
 * {@link io.github.etcdrunbook.playbook.Template}, {@link io.github.etcdrunbook.playbook.Formula})
 * their meaning with expressions. Evaluation is repeatable: the same scope gives the same answer.
 */
package io.github.etcdrunbook.playbook;
