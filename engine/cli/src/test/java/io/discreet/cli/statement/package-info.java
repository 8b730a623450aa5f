@org.jspecify.annotations.NullMarked
package io.discreet.cli.statement;
