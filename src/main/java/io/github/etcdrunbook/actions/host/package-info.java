/** Actions on files of a host, and commands of one's own. */
package io.github.etcdrunbook.actions.host;
