package org.kilocard.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.kilocard.input.Catalogue;
import org.kilocard.input.InputException;
import org.kilocard.input.Overrides;
import org.kilocard.report.Compared;
import org.kilocard.report.Comparison;
import org.kilocard.scenario.Fidelity;
import org.kilocard.scenario.Scenario;
import org.kilocard.scenario.ScenarioFile;
import org.kilocard.unit.TooLongException;
import org.kilocard.world.Progress;
import org.kilocard.world.Simulator;

/** Simulates scenarios to be held against each other, one world per processor. */
public final class CompareStudy {
  /** Is told when one more scenario is done. */
  @FunctionalInterface
  public interface Listener {
    /** So many of all are done. */
    void done(int count, int all);
  }

  /** A scenario that was read, or the complaint about it. */
  private record Candidate(String label, Optional<Scenario> scenario, Optional<InputException> refusal) {}

  private final Catalogue catalogue;
  private final Overrides settings;

  /** A study of scenarios of {@code catalogue}, on each of which {@code settings} are set first. */
  public CompareStudy(Catalogue catalogue, Overrides settings) {
    this.catalogue = catalogue;
    this.settings = settings;
  }

  /**
   * Compares the scenario {@code base} with {@code others}; each is a name or a path.
   *
   * @throws InputException if one of them cannot be read
   */
  public Comparison scenarios(String base, List<String> others, Listener listener) {
    List<Candidate> candidates = new ArrayList<>();
    candidates.add(readable(base, load(base, settings)));
    for (String other : others) {
      candidates.add(readable(other, load(other, settings)));
    }
    String first = name(candidates, 0);
    return compare(first + " against "
        + (others.size() == 1 ? name(candidates, 1) : others.size() + " others"), candidates, listener);
  }

  private static String name(List<Candidate> candidates, int index) {
    return candidates.get(index).scenario().orElseThrow().name();
  }

  /**
   * Compares the scenario {@code base} with itself, with some keys varied. Variants that are refused, because
   * their layout does not divide the model say, are reported as such.
   *
   * @throws InputException if the base cannot be read, or none of the variants
   */
  public Comparison variants(String base, List<Variation> variations, Listener listener) {
    List<Candidate> candidates = new ArrayList<>();
    candidates.add(readable("base", load(base, settings)));
    for (Variation.Point point : Variation.grid(variations)) {
      candidates.add(candidate(point.label(), base, settings.and(point.overrides())));
    }
    if (candidates.stream().skip(1).allMatch(candidate -> candidate.refusal().isPresent())) {
      throw candidates.get(1).refusal().orElseThrow();
    }
    return compare(name(candidates, 0), candidates, listener);
  }

  private Scenario load(String name, Overrides overrides) {
    return ScenarioFile.load(catalogue, name, overrides);
  }

  private static Candidate readable(String label, Scenario scenario) {
    return new Candidate(label, Optional.of(scenario), Optional.empty());
  }

  private Candidate candidate(String label, String name, Overrides overrides) {
    try {
      return readable(label, load(name, overrides));
    } catch (InputException e) {
      return new Candidate(label, Optional.empty(), Optional.of(e));
    }
  }

  private static Comparison compare(
      String title, List<Candidate> candidates, Listener listener) {
    Compared[] compared = new Compared[candidates.size()];
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < compared.length; i++) {
      indices.add(i);
    }
    int[] done = {0};
    Worlds.onAllProcessors().each(indices, (i, simulator) -> {
      Compared one = simulated(candidates.get(i), simulator);
      synchronized (compared) {
        compared[i] = one;
        done[0]++;
        listener.done(done[0], compared.length);
      }
    });
    List<Compared> all = Arrays.asList(compared);
    if (all.get(0).result().isEmpty()) {
      throw InputException.of("the base cannot be simulated: " + all.get(0).failure());
    }
    return new Comparison(title, all.get(0), all.subList(1, all.size()));
  }

  private static Compared simulated(Candidate candidate, Simulator simulator) {
    if (candidate.refusal().isPresent()) {
      return Compared.failed(candidate.label(), candidate.refusal().get().getMessage());
    }
    Scenario scenario = candidate.scenario().orElseThrow();
    try {
      Simulation.Outcome outcome = scenario.fidelity() == Fidelity.ANALYTIC
          ? Simulation.estimate(scenario)
          : Simulation.run(scenario, simulator, Progress.NONE);
      return Compared.of(candidate.label(), Inputs.of(scenario), outcome.result());
    } catch (TooLongException e) {
      return Compared.failed(candidate.label(), e.getMessage() + ". Is a rate or a size out of scale?");
    }
  }
}
