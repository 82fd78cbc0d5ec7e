package io.github.etcdrunbook.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Texts that come with the program: manifests, units and scripts of the hosts. */
final class Template {
  private Template() {}

  /** The text of a resource of this package. */
  static String text(String name) throws IOException {
    try (InputStream in = Template.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the program is incomplete: no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The text with every {@code @KEY@} replaced. */
  static String filled(String name, Map<String, String> values) throws IOException {
    String text = text(name);
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("@" + value.getKey() + "@", value.getValue());
    }
    return text;
  }
}
