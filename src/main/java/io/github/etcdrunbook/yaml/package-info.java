/** Text to a node tree with a range on every key and value. Only importer of SnakeYAML. */
package io.github.etcdrunbook.yaml;
