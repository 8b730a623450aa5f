/**
 * The personalizer: what to offer to a segment, from noisy answers alone.
 *
 * <p>Enter through {@link Personalizer#from}. Sees releases and nothing else: no table, no
 * customer, no key, no file. Law 9: it cannot reach the vault; the build proves it. What it returns
 * is post-processing of releases, so asking it costs no customer anything.
 */
@NullMarked
package io.discreet.engine.personalize;

import org.jspecify.annotations.NullMarked;
