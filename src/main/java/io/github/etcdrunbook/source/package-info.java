/** Files, ranges (line and column) and diagnostics with excerpt and caret. Knows nothing else. */
package io.github.etcdrunbook.source;
