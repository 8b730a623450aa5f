package io.discreet.benchmarks.suite;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The values of a {@link org.openjdk.jmh.annotations.Param} that {@link JmhSuite} measures, out of
 * those that the parameter has. Without it the suite measures all of them.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface ShortProfile {
  /** Some of the parameter's values, as they are written there. */
  String[] value();
}
