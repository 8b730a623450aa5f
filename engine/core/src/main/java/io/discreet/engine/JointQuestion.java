package io.discreet.engine;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.ledger.Standing;
import io.discreet.engine.noise.Noiser;
import io.discreet.engine.plan.JointPlan;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Charged;
import io.discreet.engine.release.Release.Coverage;
import io.discreet.engine.release.Release.Joint;
import io.discreet.engine.release.Release.Night;
import io.discreet.engine.release.ReleaseJson;
import io.discreet.engine.scan.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Questions that are answered from one draw: one scan, one charge and one stored form hold all of
 * them, so that none is there without the others (law 5).
 */
final class JointQuestion implements Question<List<Release>> {
  private final JointPlan joint;
  private final Optional<RunOptions.JointSlot> night;
  private final double noiseDelta;
  private final String policyHash;
  private final Noiser noiser;

  JointQuestion(
      JointPlan joint,
      Optional<RunOptions.JointSlot> night,
      double noiseDelta,
      String policyHash,
      Noiser noiser) {
    this.joint = joint;
    this.night = night;
    this.noiseDelta = noiseDelta;
    this.policyHash = policyHash;
    this.noiser = noiser;
  }

  @Override
  public QueryPlan plan() {
    return joint.finest();
  }

  @Override
  public String key(Standing standing) {
    return AnswerKey.of(joint, night, standing.dataVersion(), policyHash);
  }

  @Override
  public Drawn<List<Release>> draw(String id, Standing standing, Coverage coverage, Tally tally) {
    List<List<Release.Row>> rows = noiser.rows(joint, tally);
    List<String> ids = new ArrayList<>(List.of(id));
    while (ids.size() < rows.size()) {
      ids.add(QueryRunner.newId());
    }
    QueryPlan finest = joint.finest();
    Joint jointly = new Joint(ids.get(0), ids.size(), finest.worstCaseUnits());
    List<Release> releases = new ArrayList<>();
    for (int question = 0; question < ids.size(); question++) {
      QueryPlan plan = joint.asked().get(question);
      releases.add(
          new Release(
              ids.get(question),
              standing.readAt(),
              plan.asOf(),
              night(question),
              plan.query().text(),
              plan.table().name(),
              plan.query().purpose(),
              plan.l0(),
              new Charged(
                  plan.currency().id(),
                  plan.worstCaseUnits(),
                  plan.budgetUnits(),
                  joint.epsilonOfNoise(question, noiseDelta)),
              Optional.of(jointly),
              Optional.empty(),
              coverage,
              standing.dataVersion(),
              policyHash,
              Noiser.axes(plan),
              Noiser.measures(joint, question),
              rows.get(question)));
    }
    return new Drawn<>(List.copyOf(releases), ReleaseJson.writeJointly(releases));
  }

  private Optional<Night> night(int question) {
    return night.map(slot -> new Night(slot.plan(), slot.queries().get(question)));
  }

  /** The stored answers in the order in which they were asked for now. */
  @Override
  public List<Release> stored(byte[] release) {
    List<Release> stored = ReleaseJson.readAll(release);
    List<Release> answers = new ArrayList<>();
    for (int question = 0; question < joint.asked().size(); question++) {
      answers.add(answer(stored, question));
    }
    return List.copyOf(answers);
  }

  private Release answer(List<Release> stored, int question) {
    QueryPlan plan = joint.asked().get(question);
    Release answer =
        stored.stream()
            .filter(
                one ->
                    night.isPresent()
                        ? one.night().equals(night(question))
                        : one.query().equals(plan.query().text()))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("a joint answer lacks one of its questions"));
    if (night.isPresent()) {
      QueryRunner.difference(answer, plan, policyHash)
          .ifPresent(
              difference -> {
                throw another(difference);
              });
    }
    return answer;
  }

  private InputException another(String difference) {
    RunOptions.JointSlot slot = night.orElseThrow();
    return new InputException(
        "queries "
            + String.join(", ", slot.queries())
            + " of plan "
            + slot.plan()
            + " were already answered for "
            + slot.slot()
            + " with another "
            + difference
            + "; give the new questions names of their own");
  }
}
