package io.discreet.engine;

import io.discreet.engine.ledger.Standing;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.release.Release.Coverage;
import io.discreet.engine.scan.Tally;

/**
 * What one scan, one charge and one stored release answer.
 *
 * @param <T> the answer
 */
interface Question<T> {

  /**
   * A fresh answer, seen by nobody yet.
   *
   * @param stored its stored form
   */
  record Drawn<T>(T answer, byte[] stored) {}

  /** The plan whose scan answers it, and whose levels are charged. */
  QueryPlan plan();

  /** Under which key its answer is stored: see {@link AnswerKey}. */
  String key(Standing standing);

  /**
   * The answer that is stored under the key.
   *
   * @throws io.discreet.engine.failure.InputException if a night's slot holds that of another
   *     question
   */
  T stored(byte[] release);

  /**
   * Draws an answer.
   *
   * @param id its id, or that of the first of several, which its charge carries
   */
  Drawn<T> draw(String id, Standing standing, Coverage coverage, Tally tally);
}
