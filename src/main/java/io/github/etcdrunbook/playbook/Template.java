package io.github.etcdrunbook.playbook;

/** Text with interpolations, for people. Pure. */
@FunctionalInterface
public interface Template {
  /** The text in a scope; what is not known yet is written as "(known after …)". */
  String render(Scope scope);

  /** Text without interpolations. */
  static Template of(String text) {
    return scope -> text;
  }
}
