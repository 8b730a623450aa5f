/** The Java API of Discreet and the engine behind it. */
module io.discreet.engine {
  requires static org.jspecify;
  requires transitive io.discreet.mechanisms;
  requires java.sql;
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.yaml;
  requires commons.math3;
  requires de.siegmar.fastcsv;
  requires duckdb.jdbc;
  requires net.sf.jsqlparser;
  requires org.bouncycastle.provider;
  requires org.xerial.sqlitejdbc;
  requires roaringbitmap;

  uses io.discreet.mechanisms.noise.LaplaceLibrary;

  exports io.discreet.engine;
  exports io.discreet.engine.failure;
  exports io.discreet.engine.intake;
  exports io.discreet.engine.memory;
  // Its tasks hold pseudonyms and quantized values.
  exports io.discreet.engine.parts to
      io.discreet.spark;
  exports io.discreet.engine.personalize;
  exports io.discreet.engine.plan;
  exports io.discreet.engine.policy;
  exports io.discreet.engine.query;
  // Its tasks return exact totals, before any charge and without noise.
  exports io.discreet.engine.ranges to
      io.discreet.spark;
  exports io.discreet.engine.release;
  // Its checks hold the keys of the shop's pseudonyms.
  exports io.discreet.engine.rows to
      io.discreet.spark;
  exports io.discreet.engine.yaml to
      io.discreet.cli;
}
