/** Noise, calibration and accounting for differential privacy. No I/O. */
module io.discreet.mechanisms {
  requires static org.jspecify;
  requires org.apache.commons.numbers.gamma;

  exports io.discreet.mechanisms.accounting;
  exports io.discreet.mechanisms.comparison;
  exports io.discreet.mechanisms.marginals;
  exports io.discreet.mechanisms.moments;
  exports io.discreet.mechanisms.noise;
  exports io.discreet.mechanisms.quantiles;
  exports io.discreet.mechanisms.ranking;
  exports io.discreet.mechanisms.selection;
}
