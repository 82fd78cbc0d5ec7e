/** Looks at a whole cluster and says what is wrong with it; changes nothing. */
package io.github.etcdrunbook.actions.health;
