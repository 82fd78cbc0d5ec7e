/**
 * What runs inside a lab host: the static-pod runner and the stand-ins for the control plane.
 *
 * <p>These classes are copied into a small archive of their own and run as separate processes, so
 * they use nothing but the JDK. {@link io.github.etcdrunbook.lab.node.Main} is their one place for
 * output, exit status, clock and sleeping.
 */
package io.github.etcdrunbook.lab.node;
