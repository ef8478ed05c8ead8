package org.kilocard.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kilocard.analytic.AnalyticModel;
import org.kilocard.job.Job;
import org.kilocard.job.Recompute;

/**
 * Finds the fastest layouts that fit into memory, by the closed form.
 *
 * <p>Where a layout fits, one that shards or recomputes more and does nothing else otherwise is slower, so it is not
 * estimated.
 * A family of which not even the smallest micro-batch comes near is dropped as a whole. Uses all processors.
 */
final class LayoutSearch {
  /** Layouts that need more than so many times the memory are not worth a word. */
  private static final double NEAR = 1.5;

  /** So many of each split of the work, so that the best split does not crowd out the others. */
  private static final int PER_SPLIT = 3;

  private static final int LEADERS = 48;

  private final AnalyticModel model;
  private final long capacityBytes;
  private final Refinement refinement;

  /** A search among jobs that {@code model} can estimate, for cards of so much memory. */
  LayoutSearch(AnalyticModel model, long capacityBytes, Refinement refinement) {
    this.model = model;
    this.capacityBytes = capacityBytes;
    this.refinement = refinement;
  }

  /** What was found in one family. */
  private record Found(long tooLarge, List<Candidate> fitting, List<Candidate> near) {}

  /** The fastest of all members and of their refinements, at most a few of each split. */
  Verdict among(List<LayoutFamily> families) {
    long[] numbers = new long[families.size()];
    long considered = 0;
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = considered;
      considered += families.get(i).size();
    }
    List<Found> found = IntStream.range(0, numbers.length).parallel()
        .mapToObj(i -> in(families.get(i), numbers[i]))
        .toList();
    List<Candidate> leaders = leaders(found.stream().flatMap(f -> f.fitting().stream()));
    List<Job> variants = leaders.stream().flatMap(leader -> refinement.of(leader.job()).stream()).toList();
    long first = considered;
    List<Candidate> refined = IntStream.range(0, variants.size()).parallel()
        .mapToObj(i -> candidate(variants.get(i), first + i))
        .toList();
    long unfit = refined.stream().filter(candidate -> candidate.bytes() > capacityBytes).count();
    return new Verdict(
        considered + variants.size(),
        found.stream().mapToLong(Found::tooLarge).sum() + unfit,
        leaders(Stream.concat(
            leaders.stream(), refined.stream().filter(candidate -> candidate.bytes() <= capacityBytes))),
        found.stream().flatMap(f -> f.near().stream()).min(Candidate.FASTEST));
  }

  private static List<Candidate> leaders(Stream<Candidate> candidates) {
    Collection<List<Candidate>> splits =
        candidates.sorted(Candidate.FASTEST).collect(Collectors.groupingBy(Candidate::split)).values();
    return splits.stream()
        .flatMap(alike -> alike.stream().limit(PER_SPLIT))
        .sorted(Candidate.FASTEST)
        .limit(LEADERS)
        .toList();
  }

  private Found in(LayoutFamily family, long firstNumber) {
    if (family.variants().get(0).stream().allMatch(job -> CardMemory.quick(job) > NEAR * capacityBytes)) {
      return new Found(family.size(), List.of(), List.of());
    }
    List<Candidate> fitting = new ArrayList<>();
    List<Candidate> near = new ArrayList<>();
    long tooLarge = 0;
    long number = firstNumber;
    for (List<Job> variants : family.variants()) {
      int enough = Recompute.values().length;
      for (Job job : variants) {
        if (job.recompute().ordinal() < enough) {
          long bytes = CardMemory.quick(job);
          boolean fits = bytes <= capacityBytes;
          enough = fits ? job.recompute().ordinal() : enough;
          tooLarge += fits ? 0 : 1;
          if (bytes <= NEAR * capacityBytes) {
            (fits ? fitting : near).add(new Candidate(job, model.evaluate(job).stepPs(), bytes, number));
          }
        }
        number++;
      }
    }
    return new Found(tooLarge, fitting, near);
  }

  private Candidate candidate(Job job, long number) {
    return new Candidate(job, model.evaluate(job).stepPs(), CardMemory.quick(job), number);
  }
}
