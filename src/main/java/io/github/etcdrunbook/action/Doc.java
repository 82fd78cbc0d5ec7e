package io.github.etcdrunbook.action;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one argument of an action: a sentence, an example, and the default as it would be
 * written in a playbook (empty: the argument is required, unless its type is Optional). An output
 * component may carry it too, with the sentence alone.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Doc {
  /** What it is, in one sentence. */
  String value();

  /** The default, as YAML text; empty for none. */
  String byDefault() default "";

  /** An example, as YAML text. */
  String example() default "";
}
