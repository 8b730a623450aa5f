package io.discreet.engine.personalize;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.discreet.engine.release.Release;
import io.discreet.mechanisms.accounting.SafeSide;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Law 9: the personalizer cannot reach the vault. It may name releases, failures and plain values;
 * nothing that opens a file, a database or a socket, and nothing that loads a class by its name.
 * What it may name is held to the same, so that there is no way round.
 */
class PersonalizeArchitectureTest {

  private static final String[] PLAIN_VALUES = {
    "java.lang", "java.lang.runtime", "java.util", "java.util.function", "java.util.stream",
    "java.util.regex", "java.time", "java.time.chrono", "java.math", "org.jspecify.annotations",
  };

  private static final ArchRule PERSONALIZER_SEES_RELEASES_ONLY =
      classes()
          .that()
          .resideInAPackage("io.discreet.engine.personalize..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(PLAIN_VALUES)
                  .or(type(ConcurrentHashMap.class)) // what is computed once, for several threads
                  .or(resideInAnyPackage("io.discreet.engine.personalize.."))
                  .or(resideInAPackage("io.discreet.engine.memory"))
                  .or(resideInAPackage("io.discreet.engine.release"))
                  .or(resideInAPackage("io.discreet.engine.failure")));

  private static final ArchRule PERSONALIZER_LOADS_NOTHING =
      noClasses()
          .that()
          .resideInAPackage("io.discreet.engine.personalize..")
          .should()
          .dependOnClassesThat(
              type(Class.class)
                  .or(type(ClassLoader.class))
                  .or(type(ServiceLoader.class))
                  .or(type(Runtime.class))
                  .or(type(ProcessBuilder.class)));

  private static final ArchRule MEMORY_SEES_RELEASES_ONLY =
      classes()
          .that()
          .resideInAPackage("io.discreet.engine.memory")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(PLAIN_VALUES)
                  .or(resideInAPackage("org.apache.commons.math3.."))
                  .or(resideInAPackage("io.discreet.engine.memory"))
                  .or(resideInAPackage("io.discreet.engine.release")));

  private static final ArchRule RELEASES_SEE_NO_ROOM =
      classes()
          .that()
          .resideInAPackage("io.discreet.engine.release")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(PLAIN_VALUES)
                  .or(resideInAnyPackage("java.io", "java.nio", "java.nio.charset"))
                  .or(resideInAPackage("com.fasterxml.jackson.."))
                  .or(resideInAPackage("io.discreet.engine.release"))
                  .or(type(SafeSide.class))
                  .or(resideInAPackage("io.discreet.engine.failure")));

  private static final ArchRule ROUNDING_SEES_NUMBERS_ONLY =
      classes()
          .that()
          .belongToAnyOf(SafeSide.class)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(PLAIN_VALUES).or(type(SafeSide.class)).or(type(SafeSide[].class)));

  private static final ArchRule FAILURES_SEE_NOTHING =
      classes()
          .that()
          .resideInAPackage("io.discreet.engine.failure")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(PLAIN_VALUES).or(resideInAPackage("io.discreet.engine.failure")));

  private static final JavaClasses ENGINE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.discreet.engine", SafeSide.class.getPackageName());

  @Test
  void law9_personalizer_cannotReachTheVault() {
    PERSONALIZER_SEES_RELEASES_ONLY.check(ENGINE);
    PERSONALIZER_LOADS_NOTHING.check(ENGINE);
    MEMORY_SEES_RELEASES_ONLY.check(ENGINE);
    RELEASES_SEE_NO_ROOM.check(ENGINE);
    FAILURES_SEE_NOTHING.check(ENGINE);
    ROUNDING_SEES_NUMBERS_ONLY.check(ENGINE);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {NamesTheVault.class, OpensAFile.class, LoadsByName.class, LooksForServices.class})
  void law9_classThatReachesOut_isCaught(Class<?> culprit) {
    JavaClasses broken = new ClassFileImporter().importClasses(culprit, Release.class);
    assertThat(
            PERSONALIZER_SEES_RELEASES_ONLY.evaluate(broken).hasViolation()
                || PERSONALIZER_LOADS_NOTHING.evaluate(broken).hasViolation())
        .isTrue();
  }

  @Test
  void law9_classThatReadsReleasesOnly_isNotCaught() {
    JavaClasses good = new ClassFileImporter().importClasses(ReadsReleases.class, Release.class);
    assertThat(PERSONALIZER_SEES_RELEASES_ONLY.evaluate(good).hasViolation()).isFalse();
    assertThat(PERSONALIZER_LOADS_NOTHING.evaluate(good).hasViolation()).isFalse();
  }

  static final class NamesTheVault {
    int rows(io.discreet.engine.vault.TableData table) {
      return table.customers();
    }
  }

  static final class OpensAFile {
    boolean peek() {
      return Files.exists(Path.of("vault-1.duckdb"));
    }
  }

  static final class LoadsByName {
    Object peek() throws ClassNotFoundException {
      return Class.forName("io.discreet.engine.vault.TableData");
    }
  }

  static final class LooksForServices {
    Object peek() {
      return ServiceLoader.load(Runnable.class);
    }
  }

  static final class ReadsReleases {
    List<Release.Row> rows(Release release) {
      return release.rows();
    }
  }
}
