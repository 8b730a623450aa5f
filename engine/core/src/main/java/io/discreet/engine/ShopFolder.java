package io.discreet.engine;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.keys.Keyring;
import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.ledger.LedgerPlace;
import io.discreet.engine.ledger.ShopFacts;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.policy.PolicyHash;
import io.discreet.engine.vault.VaultFiles;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where the files of a shop are, and how they come to be. */
record ShopFolder(Path path) {

  /** The folder of an existing shop. */
  static ShopFolder existing(Path path) {
    ShopFolder folder = new ShopFolder(path);
    if (!Files.isDirectory(path)) {
      throw new InputException(
          "no shop at " + path + "; make one with: discreet init " + path + " --policy FILE");
    }
    if (!Files.isRegularFile(folder.policyFile()) || folder.ledger(folder.policy()).isMissing()) {
      throw new InputException(
          path
              + " is not a shop: it lacks discreet.yaml or ledger.sqlite; restore them from a"
              + " backup, all files together, or make a shop elsewhere with: discreet init");
    }
    return folder;
  }

  /** Makes a shop beside its final place and moves it there whole. */
  static void make(Path path, Path policyFile, char[] passphrase, Clock clock) {
    Policy policy = PolicyFile.read(policyFile);
    new QueryPlanner(policy); // refuses a budget that could not pay for anything
    if (passphrase.length == 0) {
      throw new InputException("the passphrase is empty; choose one that is hard to guess");
    }
    Path parent = path.toAbsolutePath().normalize().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new InputException("no folder " + parent + " to make a shop in; make it first");
    }
    Path made = null;
    try {
      requireAbsentOrEmpty(path);
      made = Files.createTempDirectory(parent, ".discreet-init-");
      ShopFolder folder = new ShopFolder(made);
      Files.copy(policyFile, folder.policyFile());
      ShopFacts facts = ShopFacts.draw(policy);
      Keyring.create(folder.keys(), passphrase, facts.shopId());
      Ledger.create(folder.ledger(policy), facts, clock);
      Files.deleteIfExists(path);
      Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (DirectoryNotEmptyException e) {
      throw notEmpty(path);
    } catch (IOException e) {
      throw new InputException(
          "cannot make a shop at "
              + path
              + ": "
              + e.getClass().getSimpleName()
              + "; is the folder writable?",
          e);
    } finally {
      if (made != null) {
        deleteTree(made);
      }
    }
  }

  private static void requireAbsentOrEmpty(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    if (!Files.isDirectory(path)) {
      throw new InputException(path + " is a file; give a folder that does not exist yet");
    }
    try (Stream<Path> files = Files.list(path)) {
      if (files.findAny().isPresent()) {
        throw notEmpty(path);
      }
    }
  }

  private static InputException notEmpty(Path path) {
    return new InputException(path + " is not empty; give a folder that does not exist yet");
  }

  private static void deleteTree(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (java.nio.file.NoSuchFileException e) {
      return; // it was moved to its final place
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot remove the unfinished shop at " + root, e);
    }
  }

  Path policyFile() {
    return path.resolve("discreet.yaml");
  }

  LedgerPlace ledger(Policy policy) {
    return LedgerPlace.of(path, policy, System.getenv());
  }

  Path keys() {
    return path.resolve("keys.sealed");
  }

  Policy policy() {
    return PolicyFile.read(policyFile());
  }

  /**
   * The text of a policy that was read from here.
   *
   * @throws InputException if the file declares another by now
   */
  String policyText(Policy policy) {
    String text;
    try {
      text = Files.readString(policyFile());
    } catch (IOException e) {
      throw new InputException(policyFile() + " cannot be read", e);
    }
    String name = String.valueOf(policyFile().getFileName());
    if (!PolicyHash.of(PolicyFile.parse(text, name)).equals(PolicyHash.of(policy))) {
      throw new InputException(policyFile() + " was changed: open the shop again");
    }
    return text;
  }

  /** The ledger, once it is known to fit the policy and to be no older than the vault. */
  Ledger openLedger(Policy policy, Clock clock) {
    // Listed before the ledger is asked, so that an intake in between cannot look like an old copy.
    int newestVault = VaultFiles.newestPublished(path).orElse(0);
    Ledger ledger = Ledger.open(ledger(policy), clock);
    try {
      ledger.checkPolicy(policy);
      if (newestVault > ledger.vaultGeneration()) {
        throw new RefusedException(
            "the vault of "
                + path
                + " is newer than its ledger, so the ledger is an old copy and what was spent since"
                + " would be lost; restore all files of the shop together");
      }
      return ledger;
    } catch (RuntimeException e) {
      ledger.close();
      throw e;
    }
  }
}
