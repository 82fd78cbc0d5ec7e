/**
 * The journal on disk: append-only JSON lines, each with the SHA-256 of the one before, forced to
 * the disk before an append returns; and the one codec for events, plans and all they hold.
 */
package io.github.etcdrunbook.journal;
