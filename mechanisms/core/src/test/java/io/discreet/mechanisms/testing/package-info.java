/**
 * Fixtures for tests of whatever draws noise: never on a production class path.
 *
 * <p>Enter through {@link InsecureSeededNoise}. Sees seeds. Law: no main code refers to it.
 */
@NullMarked
package io.discreet.mechanisms.testing;

import org.jspecify.annotations.NullMarked;
