package org.kilocard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The product keeps the rules of the house, and each rule finds exactly the fixtures that break it. */
final class ArchitectureTest {

  /** Tests are what is compiled to where this class is. */
  private static final String TESTS =
      ArchitectureTest.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  private static final JavaClasses PRODUCT = new ClassFileImporter()
      .withImportOption(location -> !location.contains(TESTS))
      .importPackages("org.kilocard");
  private static final JavaClasses FIXTURES = new ClassFileImporter().importPackages("org.kilocard.fixture");

  /** Each rule with the fixtures that break it. */
  static Stream<Arguments> rules() {
    return Stream.of(
        broken("downwards", HouseRules::dependOnlyDownwards, "KnowsHigherPackage", "Stray"),
        broken("network", HouseRules::keepNetworkPure, "KnowsHardware"),
        broken("akka", rules -> rules.keepLibraryTo(Set.of("world"), "akka", "scala"), "KnowsAkka"),
        broken("picocli", rules -> rules.keepLibraryTo(Set.of("cli"), "picocli"), "KnowsPicocli"),
        broken("jfree", rules -> rules.keepLibraryTo(Set.of("chart"), "org.jfree"), "KnowsJFree"),
        broken("jackson", rules -> rules.keepLibraryTo(Set.of("input", "report"),
            "tools.jackson", "com.fasterxml"), "KnowsJackson"),
        broken("random", HouseRules::seedEveryRandom,
            "ThrowsDice", "ThrowsDiceOfMath", "ThrowsDiceOfCommonsMath"),
        broken("math", HouseRules::useStrictMath, "UsesInexactPower", "RefersToInexactLogarithm"),
        broken("clock", HouseRules::keepWallClockOut, "ReadsClock", "ReadsInstant"),
        broken("console", HouseRules::keepConsoleToCli, "Prints", "PrintsStackTrace"),
        broken("locale", HouseRules::nameTheLocale, "FormatsByLocale", "ChangesCaseByLocale"),
        broken("static", HouseRules::haveNoStaticState, "CountsStatically"),
        broken("names", HouseRules::haveTellingNames, "FlowUtils", "FlowManager"),
        broken("null", HouseRules::beNullMarked, "Stray"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void productKeepsTheRule(String name, Function<HouseRules, ArchRule> rule) {
    rule.apply(new HouseRules("org.kilocard")).check(PRODUCT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void ruleFindsItsOffenders(String name, Function<HouseRules, ArchRule> rule, Set<String> offenders) {
    Set<String> found = new TreeSet<>();
    rule.apply(new HouseRules("org.kilocard.fixture")).evaluate(FIXTURES).<JavaClass>handleViolations(
        (types, message) -> types.forEach(type -> found.add(type.getSimpleName())));
    assertThat(found).isEqualTo(offenders);
  }

  @Test
  void productHasNoCycles() {
    new HouseRules("org.kilocard").haveNoCycles().check(PRODUCT);
  }

  @Test
  void cycleIsFound() {
    // hardware.Card knows hardware.chip.Chip, and the other way round: one cycle.
    ArchRule rule = new HouseRules("org.kilocard.fixture").haveNoCycles();
    assertThat(rule.evaluate(FIXTURES).getFailureReport().getDetails())
        .singleElement().asString().contains("hardware", "hardware.chip");
  }

  private static Arguments broken(String name, Function<HouseRules, ArchRule> rule, String... offenders) {
    return arguments(name, rule, new TreeSet<>(Set.of(offenders)));
  }
}
