/**
 * Reference values computed outside of this project in arbitrary precision.
 *
 * <p>Enter through {@link ReferenceTable}. Sees files of the test resources. Law: parameters are
 * exact decimals; results carry at least 30 digits.
 */
@NullMarked
package io.discreet.mechanisms.reference;

import org.jspecify.annotations.NullMarked;
