/** The discreet command, the nightly job and its report. */
module io.discreet.cli {
  requires static org.jspecify;
  requires io.discreet.engine;
  requires java.logging;
  requires java.sql;
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.yaml;
  requires de.siegmar.fastcsv;
  requires info.picocli;
  requires me.tongfei.progressbar;
  requires org.mozilla.rhino;

  uses io.discreet.cli.spark.SparkProvider;

  exports io.discreet.cli.spark to
      io.discreet.spark.cli;

  opens io.discreet.cli.command to
      info.picocli;
}
