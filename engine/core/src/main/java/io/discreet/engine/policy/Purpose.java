package io.discreet.engine.policy;

/** Why a query may be asked, and whether a customer takes part only after consenting to it. */
public record Purpose(String name, boolean consentRequired) {}
