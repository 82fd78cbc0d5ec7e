/**
 * The contract of actions: an action looks, then decides; it never acts. No concrete action here.
 */
package io.github.etcdrunbook.action;
