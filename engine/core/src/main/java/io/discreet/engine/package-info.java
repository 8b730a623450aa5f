/**
 * Discreet's Java API.
 *
 * <p>An analyst enters through {@link Discreet#open}, which needs no passphrase; the operator
 * through {@link Discreet#operate}. Everything an analyst can see is bound by the privacy laws.
 */
@NullMarked
package io.discreet.engine;

import org.jspecify.annotations.NullMarked;
