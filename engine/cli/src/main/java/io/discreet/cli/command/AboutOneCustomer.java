package io.discreet.cli.command;

/** A command about one customer, whose raw id must not reach a message. */
interface AboutOneCustomer {}
