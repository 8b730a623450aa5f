/**
 * Keys and pseudonyms: how a raw id becomes a token that only the shop's key can make again.
 *
 * <p>Enter through {@code Keyring} (sealed at rest) and {@code Pseudonymizer}. Sees raw ids, and
 * forgets them at once. Law: no raw id and no key leaves this room.
 */
@NullMarked
package io.discreet.engine.keys;

import org.jspecify.annotations.NullMarked;
