package io.discreet.engine.scan;

import io.discreet.engine.keys.KeyedHash;
import io.discreet.engine.ledger.Registry;
import java.util.function.Supplier;

/**
 * What decides which of a customer's segments are kept: a keyed hash of the pseudonym and of the
 * segment's labels, the same on every run and every machine, which no other customer can move.
 *
 * @param hash makes a hash under the shop's bounding key, one for each thread
 */
public record Bounding(Registry registry, Supplier<KeyedHash> hash) {}
