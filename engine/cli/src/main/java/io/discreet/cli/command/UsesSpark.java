package io.discreet.cli.command;

/** A command that scans customers or takes rows in, which Spark can do. */
interface UsesSpark {}
