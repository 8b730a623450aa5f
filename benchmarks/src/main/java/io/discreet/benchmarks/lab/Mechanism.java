package io.discreet.benchmarks.lab;

/** Where the noise comes from. */
enum Mechanism {
  /** Gaussian noise under (ε, 10⁻⁶)-differential privacy. */
  GAUSSIAN("gaussian", "1e-6"),
  /** Laplace noise under ε-differential privacy. */
  LAPLACE("laplace", "0");

  private final String words;
  private final String delta;

  Mechanism(String words, String delta) {
    this.words = words;
    this.delta = delta;
  }

  String words() {
    return words;
  }

  /** As a policy writes it. */
  String delta() {
    return delta;
  }
}
