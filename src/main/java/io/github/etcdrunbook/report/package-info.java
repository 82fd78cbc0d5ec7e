/** Views of plans and events: what a person or a machine reads. No decisions, no input. */
package io.github.etcdrunbook.report;
