package io.discreet.benchmarks.lab;

import io.discreet.benchmarks.lab.LabShop.Naming;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * One question of every segment of a data set, under one budget. Errors are those against the exact
 * answer without bounds; what a private choice of segments does not name counts as an answer of 0.
 *
 * @param l0 the most segments that a customer counts in
 * @param clamp the most that a customer counts for in a sum of a segment, in pounds; empty for what
 *     the policy says
 */
record Asking(
    DataSet data,
    Question question,
    Mechanism mechanism,
    double epsilon,
    int l0,
    OptionalInt clamp,
    Naming naming) {

  /** What an experiment can vary: a column of its table. */
  enum Factor {
    DATA("data"),
    CUSTOMERS("customers"),
    SEGMENTS("segments"),
    QUESTION("question"),
    MECHANISM("mechanism"),
    NAMED("named"),
    EPSILON("epsilon"),
    CLAMP("clamp"),
    L0("l0");

    private final String column;

    Factor(String column) {
      this.column = column;
    }

    String column() {
      return column;
    }

    String level(Asking one) {
      return switch (this) {
        case DATA -> one.data.name();
        case CUSTOMERS -> Integer.toString(one.data.customers());
        case SEGMENTS -> Integer.toString(one.data.segments().size());
        case QUESTION -> one.question.measure();
        case MECHANISM -> one.mechanism.words();
        case NAMED -> one.naming.words();
        case EPSILON -> Double.toString(one.epsilon);
        case CLAMP -> Integer.toString(one.clamp.orElseThrow());
        case L0 -> Integer.toString(one.l0);
      };
    }
  }

  /** Of customers in one segment each, with Gaussian noise and the segments of the policy. */
  static Asking of(DataSet data, Question question, double epsilon) {
    return new Asking(
        data, question, Mechanism.GAUSSIAN, epsilon, 1, OptionalInt.empty(), Naming.DECLARED);
  }

  /** Each question of each data set, at each ε. */
  static List<Asking> each(List<DataSet> data, List<Question> questions, List<Double> epsilons) {
    List<Asking> all = new ArrayList<>();
    for (DataSet one : data) {
      for (Question question : questions) {
        for (double epsilon : epsilons) {
          all.add(of(one, question, epsilon));
        }
      }
    }
    return all;
  }

  Asking with(Mechanism other) {
    return new Asking(data, question, other, epsilon, l0, clamp, naming);
  }

  Asking with(Naming other) {
    return new Asking(data, question, mechanism, epsilon, l0, clamp, other);
  }

  Asking withL0(int most) {
    return new Asking(data, question, mechanism, epsilon, most, clamp, naming);
  }

  /** As a sum that is clamped to 0 and some pounds. */
  Asking withClamp(int pounds) {
    return new Asking(data, Question.SUM, mechanism, epsilon, l0, OptionalInt.of(pounds), naming);
  }

  /** One value of {@link Errors#METRICS} each, in each run. */
  Experiment.Trial open() {
    String measure =
        clamp.isPresent() ? "CLAMPED_SUM(amount, 0, " + clamp.getAsInt() + ")" : question.measure();
    return new LabShop(data, mechanism, epsilon, naming).ask(measure, question.exact(data), l0);
  }
}
