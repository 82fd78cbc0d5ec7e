/**
 * The plan: what a run will do, as data. The planner walks a playbook over the forecast; the
 * comparison says whether a step at the run still is what was planned. Nothing here changes a host.
 */
package io.github.etcdrunbook.plan;
