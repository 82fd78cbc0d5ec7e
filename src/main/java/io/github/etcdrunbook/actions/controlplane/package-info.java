/** Actions on the services of a control-plane host. */
package io.github.etcdrunbook.actions.controlplane;
