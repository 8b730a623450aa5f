package io.discreet.engine.vault;

import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.PolicyFile;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.LocalDate;

/**
 * What another machine needs to write parts of the next generation, besides the new rows: it finds
 * the shop's folder, with the previous generation and the next dictionary, at the same path.
 *
 * @param generation the one that is being made
 * @param table that there are new rows of
 * @param today the day of the intake, counted from 1970
 */
public record PartOrder(
    String shop, String shopId, int generation, String policyText, String table, long today)
    implements Serializable {

  Path folder() {
    return Path.of(shop);
  }

  Path words() {
    return VaultFiles.building(folder(), generation).resolve("words.duckdb");
  }

  Policy policy() {
    return PolicyFile.parse(policyText, "discreet.yaml");
  }

  LocalDate day() {
    return LocalDate.ofEpochDay(today);
  }

  /** The dictionaries of the next generation, as this machine finds them. */
  public NextWords nextWords() {
    return NextWords.read(this);
  }
}
