/** The catalog of actions; one file per action in the packages below. */
package io.github.etcdrunbook.actions;
