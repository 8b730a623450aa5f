package io.discreet.engine.keys;

/**
 * What becomes of a raw id: its {@link Pseudonym}, or the reason why it has none. Neither quotes
 * the id.
 */
public sealed interface IdResult permits Pseudonym, IdRefusal {}
