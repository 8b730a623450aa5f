/** What the books cost: time to commit and to open, bytes, and the budget that is left. */
@NullMarked
package io.discreet.benchmarks.ledger;

import org.jspecify.annotations.NullMarked;
