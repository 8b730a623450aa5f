package io.discreet.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.discreet.engine.noise.Noiser;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rooms of the engine and the arrows between them, as docs/architecture.md draws them. */
class ArchitectureTest {
  private static final String ENGINE = "io.discreet.engine";

  /** What each room may see of the others. Only {@code io.discreet.engine} itself sees them all. */
  private static final Map<String, Set<String>> SEES =
      Map.ofEntries(
          Map.entry("failure", Set.of()),
          Map.entry("yaml", Set.of("failure")),
          Map.entry("policy", Set.of("failure", "yaml")),
          Map.entry("keys", Set.of("failure", "policy")),
          Map.entry("query", Set.of("failure")),
          Map.entry("release", Set.of("failure")),
          Map.entry("plan", Set.of("failure", "policy", "query", "release")),
          Map.entry("vault", Set.of("failure", "policy")),
          Map.entry("ledger", Set.of("failure", "policy", "keys")),
          Map.entry("rows", Set.of("failure", "policy", "keys", "vault")),
          Map.entry("parts", Set.of("failure", "policy", "keys", "rows", "vault")),
          Map.entry(
              "intake", Set.of("failure", "policy", "keys", "rows", "parts", "vault", "ledger")),
          Map.entry("scan", Set.of("policy", "keys", "query", "plan", "vault", "ledger")),
          Map.entry(
              "ranges",
              Set.of("failure", "policy", "keys", "query", "plan", "vault", "ledger", "scan")),
          Map.entry("noise", Set.of("plan", "scan", "release")),
          Map.entry("memory", Set.of("release")),
          Map.entry("personalize", Set.of("failure", "memory", "release")));

  /** A library and the rooms that may name it. */
  private static final Map<String, Set<String>> LIBRARIES =
      Map.of(
          "java.sql..", Set.of("vault", "intake", "ledger"),
          "org.duckdb..", Set.of("vault", "intake"),
          "org.sqlite..", Set.of("ledger"),
          "org.apache.commons.math3..", Set.of("memory"),
          "org.bouncycastle..", Set.of("policy", "keys", "intake", "ledger"),
          "net.sf.jsqlparser..", Set.of("query"),
          "io.discreet.mechanisms.noise..", Set.of("plan", "noise"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ENGINE);

  static Stream<String> rooms() {
    return SEES.keySet().stream().sorted();
  }

  static Stream<String> libraries() {
    return LIBRARIES.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void room_seesOnlyTheRoomsItMay(String room) {
    arrows(room).check(CLASSES);
  }

  @Test
  void everyPackage_isARoomOfTheMap() {
    assertThat(
            CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(ENGINE))
                .map(ArchitectureTest::room))
        .allSatisfy(room -> assertThat(SEES).containsKey(room));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void library_isNamedInItsRoomsOnly(String library) {
    String[] allowed =
        Stream.concat(
                LIBRARIES.getOrDefault(library, Set.of()).stream()
                    .map(name -> ENGINE + "." + name + ".."),
                library.startsWith("io.discreet") ? Stream.of(ENGINE) : Stream.empty())
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideOutsideOfPackages(allowed)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }

  @Test
  void law4_noiseOfAnotherSource_isOutOfReach() {
    assertThat(ownSourceOfNoise().evaluate(CLASSES).hasViolation()).isFalse();
    // The tests of the room do make noise of their own sources: the rule sees it.
    JavaClasses withTests = new ClassFileImporter().importPackages(ENGINE + ".noise");
    assertThat(ownSourceOfNoise().evaluate(withTests).hasViolation()).isTrue();
    assertThat(Noiser.class.getConstructors()).isEmpty();
  }

  /** Law 6: whoever can set the clock grants budgets. */
  @Test
  void law6_noPublicMethod_takesAClock() throws IOException {
    assertThat(takesAClock("io.discreet.engine").toList()).isEmpty();
    assertThat(exported()).contains("io.discreet.engine", "io.discreet.engine.policy");
    assertThat(exported().stream().flatMap(ArchitectureTest::takesAClock).toList()).isEmpty();
    // What the books are opened with is behind a door that nobody outside can see.
    assertThat(takesAClock("io.discreet.engine.ledger").toList()).isNotEmpty();
  }

  private static Stream<String> takesAClock(String name) {
    return CLASSES.stream()
        .filter(type -> type.getPackageName().equals(name))
        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
        .flatMap(type -> type.getCodeUnits().stream())
        .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
        .filter(
            unit ->
                unit.getRawParameterTypes().stream()
                    .anyMatch(one -> one.isAssignableTo(Clock.class)))
        .map(JavaCodeUnit::getFullName);
  }

  /**
   * Law 8: the bytes of a scan's tasks hold exact totals before any charge. Law 7: the checks of an
   * intake hold the keys of pseudonyms.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.discreet.engine.ranges",
        "io.discreet.engine.rows",
        "io.discreet.engine.parts"
      })
  void law7And8_workOfOtherMachines_isShownToTheModuleThatCarriesItOnly(String room)
      throws IOException {
    assertThat(exported()).doesNotContain(room);
    assertThat(module().exports())
        .filteredOn(export -> export.source().equals(room))
        .singleElement()
        .satisfies(export -> assertThat(export.targets()).containsExactly("io.discreet.spark"));
  }

  /** The packages that every module may see. */
  private static Set<String> exported() throws IOException {
    return module().exports().stream()
        .filter(export -> !export.isQualified())
        .map(ModuleDescriptor.Exports::source)
        .collect(Collectors.toSet());
  }

  private static ModuleDescriptor module() throws IOException {
    URL classes = Discreet.class.getProtectionDomain().getCodeSource().getLocation();
    try (InputStream descriptor = new URL(classes, "module-info.class").openStream()) {
      return ModuleDescriptor.read(descriptor);
    }
  }

  private static ArchRule ownSourceOfNoise() {
    return noClasses()
        .that()
        .doNotBelongToAnyOf(Noiser.class)
        .should()
        .callConstructor(Noiser.class, Supplier.class);
  }

  @Test
  void arrowTheWrongWay_isCaught() {
    JavaClasses culprits =
        new ClassFileImporter()
            .importClasses(
                io.discreet.engine.vault.TableData.class, io.discreet.engine.scan.Scan.class);
    ArchRule scanSeesNothing = arrows("scan", Set.of());
    assertThat(scanSeesNothing.evaluate(culprits).hasViolation()).isTrue();
    assertThat(arrows("scan").evaluate(culprits).hasViolation()).isFalse();
  }

  private static ArchRule arrows(String room) {
    return arrows(room, SEES.getOrDefault(room, Set.of()));
  }

  private static ArchRule arrows(String room, Set<String> seen) {
    return classes()
        .that()
        .resideInAPackage(ENGINE + "." + room + "..")
        .should()
        .onlyDependOnClassesThat(
            new DescribedPredicate<JavaClass>("are of the rooms %s or of none", seen) {
              @Override
              public boolean test(JavaClass target) {
                String name = target.getPackageName();
                if (!name.equals(ENGINE) && !name.startsWith(ENGINE + ".")) {
                  return true;
                }
                return !name.equals(ENGINE)
                    && (room(name).equals(room) || seen.contains(room(name)));
              }
            });
  }

  private static String room(String packageName) {
    return List.of(packageName.substring(ENGINE.length() + 1).split("\\.", -1)).get(0);
  }
}
