package io.discreet.mechanisms;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.discreet.mechanisms",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** {@code ByteOrder} is a name, not a door: java.nio itself stays allowed, its files do not. */
  @ArchTest
  static final ArchRule MECHANISMS_DO_NO_INPUT_OR_OUTPUT =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.io..", "java.nio.file..", "java.nio.channels..", "java.net..", "java.sql..");

  @ArchTest
  static final ArchRule FIXTURES_STAY_OUT_OF_PRODUCTION =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.discreet.mechanisms.testing..", "io.discreet.mechanisms.reference..");

  /** Every other generator of the platform is predictable or keeps its state in the process. */
  @ArchTest
  static final ArchRule RANDOMNESS_COMES_FROM_SECURE_BITS_ONLY =
      noClasses()
          .that()
          .doNotHaveSimpleName("SecureBits")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.util\\.(Random|SplittableRandom|random\\..*|concurrent\\.ThreadLocalRandom)"
                  + "|java\\.security\\.SecureRandom");

  @ArchTest
  static final ArchRule ARROWS_POINT_FROM_ACCOUNTING_TO_NOISE_TO_EXACT =
      noClasses()
          .that()
          .resideInAPackage("..noise..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..accounting..");

  @ArchTest
  static final ArchRule EXACT_ARITHMETIC_KNOWS_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("..exact..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..accounting..", "..noise..");

  /** What is built on noise and its price stands beside each other, on top. */
  @ArchTest
  static final ArchRule BUILDING_BLOCKS_KNOW_NOTHING_ABOVE_THEM =
      noClasses()
          .that()
          .resideInAnyPackage("..accounting..", "..noise..", "..exact..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..selection..", "..quantiles..", "..moments..", "..ranking..", "..marginals..");
}
