package io.github.etcdrunbook.playbook;

/** Text with interpolations, for people. Pure. */
public interface Template {
  /** The text in a scope; what is not known yet is written as "(known after …)". */
  String render(Scope scope);

  /** The text as it stands in the file, with its expressions. */
  String written();

  /** Text without interpolations. */
  static Template of(String text) {
    return new Plain(text);
  }

  /** Text without interpolations. */
  record Plain(String written) implements Template {
    @Override
    public String render(Scope scope) {
      return written;
    }
  }
}
