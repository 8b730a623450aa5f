@org.jspecify.annotations.NullMarked
package io.discreet.spark.cli;
