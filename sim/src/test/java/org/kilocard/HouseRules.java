package org.kilocard;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The rules of the house: which package may know which, and what would make a result depend on the machine.
 *
 * <p>{@link ArchitectureTest} applies them to the product, and to fixtures that break each of them.
 */
final class HouseRules {

  /** The packages under the root, lowest first. A package knows itself and those before it. */
  private static final List<String> LAYERS = List.of(
      "unit", "input", "hardware", "topology", "model", "compute", "fit", "schedule", "job", "collective",
      "scenario", "program", "network", "fold", "timeline", "analytic", "world", "report", "study", "validation",
      "plan", "sweep", "chart", "html", "cli");

  /** Methods of Math whose last bit may differ between JVMs; StrictMath has the same ones, fixed. */
  private static final Set<String> INEXACT_MATH = Set.of(
      "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh",
      "exp", "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot");

  private final String root;

  /** Rules for the packages under {@code root}, such as {@code org.kilocard}. */
  HouseRules(String root) {
    this.root = root;
  }

  ArchRule dependOnlyDownwards() {
    return rule("depend on lower packages only", type -> {
      int own = LAYERS.indexOf(layer(type));
      return own < 0
          ? Stream.of("its package has no place in the order of packages; give it one in HouseRules")
          : siblings(type)
              .filter(other -> LAYERS.indexOf(layer(other)) > own)
              .map(other -> "knows " + other.getName() + " of a higher package");
    });
  }

  /** Packages that know each other are one; the order excludes that, but not inside one layer. */
  ArchRule haveNoCycles() {
    return SlicesRuleDefinition.slices().matching(root + ".(**)").should().beFreeOfCycles();
  }

  /** Fair sharing of links is mathematics that stands alone. */
  ArchRule keepNetworkPure() {
    Set<String> allowed = Set.of("network", "unit");
    return rule("know nothing but unit, in network", type -> !layer(type).equals("network")
        ? Stream.empty()
        : siblings(type)
            .filter(other -> !allowed.contains(layer(other)))
            .map(other -> "knows " + other.getName()));
  }

  /** Classes under any of {@code libraries}, which are package prefixes, are known to {@code layers} only. */
  ArchRule keepLibraryTo(Set<String> layers, String... libraries) {
    return rule("leave " + String.join(", ", libraries) + " to " + String.join(", ", layers), type ->
        layers.contains(layer(type))
            ? Stream.empty()
            : type.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getBaseComponentType().getName())
                .filter(name -> Stream.of(libraries).anyMatch(library -> name.startsWith(library + ".")))
                .distinct()
                .map(name -> "knows " + name));
  }

  /** The same input gives the same result: chance comes from a seed. */
  ArchRule seedEveryRandom() {
    return forbid("use a source of chance without a seed", Set.of(), use -> {
      String target = use.getTarget().getFullName();
      boolean defaultSeed = target.endsWith(".<init>()");
      return switch (use.getTargetOwner().getName()) {
        case "java.util.Random", "java.util.SplittableRandom" -> defaultSeed;
        case "java.util.concurrent.ThreadLocalRandom", "java.security.SecureRandom" -> true;
        case "java.util.UUID" -> use.getName().equals("randomUUID");
        case "java.lang.Math", "java.lang.StrictMath" -> use.getName().equals("random");
        case "java.util.Collections" -> target.endsWith(".shuffle(java.util.List)");
        default -> defaultSeed && target.startsWith("org.apache.commons.math3.random.");
      };
    });
  }

  /** Results are the same on every JDK. */
  ArchRule useStrictMath() {
    return forbid("call methods of Math that differ between JVMs (StrictMath has them)", Set.of(), use ->
        use.getTargetOwner().getName().equals("java.lang.Math") && INEXACT_MATH.contains(use.getName()));
  }

  /** A simulation knows virtual time only; the wall clock measures the simulator, not the cluster. */
  ArchRule keepWallClockOut() {
    return forbid("read the wall clock", Set.of("study", "cli"), use ->
        switch (use.getTargetOwner().getName()) {
          case "java.lang.System" -> Set.of("nanoTime", "currentTimeMillis").contains(use.getName());
          case "java.lang.Thread" -> use.getName().equals("sleep");
          case "java.time.Clock" -> use.getName().startsWith("system");
          case "java.util.Date" -> use.getTarget().getFullName().equals("java.util.Date.<init>()");
          default -> use.getTargetOwner().getPackageName().equals("java.time") && use.getName().equals("now");
        });
  }

  /** Everybody else returns values; the command line prints them and chooses the exit code. */
  ArchRule keepConsoleToCli() {
    Set<String> console = Set.of("out", "err", "exit");
    return forbid("use the console or end the process", Set.of("cli"), use ->
        use.getTargetOwner().getName().equals("java.lang.System") && console.contains(use.getName())
            || use.getTarget().getFullName().endsWith(".printStackTrace()"));
  }

  /** A number is printed with the same digits in every country. */
  ArchRule nameTheLocale() {
    return forbid("format or change case by the locale of the machine", Set.of(), use -> {
      String target = use.getTarget().getFullName();
      return switch (use.getName()) {
        case "format", "printf" -> target.endsWith("(java.lang.String, [Ljava.lang.Object;)");
        case "formatted" -> target.startsWith("java.lang.String.");
        case "toLowerCase", "toUpperCase" -> target.startsWith("java.lang.String.") && target.endsWith("()");
        default -> false;
      };
    });
  }

  ArchRule haveNoStaticState() {
    return rule("have no static field that changes", type -> type.getFields().stream()
        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
        .filter(field -> !field.getModifiers().contains(JavaModifier.FINAL))
        .map(field -> "its static field " + field.getName() + " is not final"));
  }

  /** Such a name says that the thing has no meaning of its own in the domain. */
  ArchRule haveTellingNames() {
    String empty = ".+(Utils?|Manager|Helper|Impl|Base)";
    return rule("have names of the domain", type -> type.getSimpleName().matches(empty)
        ? Stream.of("its name says what it is for the programmer, not what it is")
        : Stream.empty());
  }

  ArchRule beNullMarked() {
    return rule("be in a package that is @NullMarked", type ->
        type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked")
            ? Stream.empty()
            : Stream.of("its package has no package-info.java with @NullMarked"));
  }

  private ArchRule forbid(String what, Set<String> exempt, Predicate<JavaAccess<?>> use) {
    String exceptions = exempt.isEmpty() ? "" : ", except in " + String.join(", ", exempt);
    return rule("not " + what + exceptions, type -> exempt.contains(layer(type))
        ? Stream.empty()
        : type.getAccessesFromSelf().stream().filter(use).map(JavaAccess::getDescription));
  }

  private static ArchRule rule(String what, Function<JavaClass, Stream<String>> offences) {
    return ArchRuleDefinition.classes().should(new ArchCondition<JavaClass>(what) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        offences.apply(type)
            .map(offence -> SimpleConditionEvent.violated(type, type.getName() + ": " + offence))
            .forEach(events::add);
      }
    });
  }

  /** The other classes under the root that {@code type} knows. */
  private Stream<JavaClass> siblings(JavaClass type) {
    return type.getDirectDependenciesFromSelf().stream()
        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
        .filter(other -> other.getPackageName().startsWith(root + "."))
        .distinct();
  }

  /** The first part of the package below the root. */
  private String layer(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(root + ".") ? name.substring(root.length() + 1).split("\\.", 2)[0] : "";
  }
}
