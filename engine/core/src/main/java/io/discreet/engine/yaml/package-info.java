/**
 * YAML files that people write, read strictly: every complaint names file, line, key and remedy.
 *
 * <p>Enter through {@link YamlDocument}, then {@link YamlNode} and {@link YamlValues}. Sees
 * configuration, never data. Law: nothing is guessed, ignored or defaulted here.
 */
@NullMarked
package io.discreet.engine.yaml;

import org.jspecify.annotations.NullMarked;
