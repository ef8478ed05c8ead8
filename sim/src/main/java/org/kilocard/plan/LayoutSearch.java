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
 * <p>Where a layout fits, one that recomputes more and does nothing else otherwise is slower, so it is not estimated;
 * one that shards more mostly is, so that is left to the {@link Refinement} of the leaders. Where no member with one
 * micro-batch comes near, none with a larger one is looked at. Uses all processors.
 */
final class LayoutSearch {
  /** Layouts that need more than so many times the memory are not worth a word. */
  private static final double NEAR = 1.5;

  /** So many of each kind, so that the best does not crowd out the others. */
  private static final int PER_KIND = 2;

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
    Collection<List<Candidate>> kinds =
        candidates.sorted(Candidate.FASTEST).collect(Collectors.groupingBy(Candidate::kind)).values();
    return kinds.stream()
        .flatMap(alike -> alike.stream().limit(PER_KIND))
        .sorted(Candidate.FASTEST)
        .limit(LEADERS)
        .toList();
  }

  private Found in(LayoutFamily family, long firstNumber) {
    List<Candidate> fitting = new ArrayList<>();
    List<Candidate> near = new ArrayList<>();
    long tooLarge = 0;
    long number = firstNumber;
    boolean hopeless = false;
    for (List<Job> variants : family.variants()) {
      hopeless = hopeless || isHopeless(variants);
      int enough = Recompute.values().length;
      for (Job job : variants) {
        if (hopeless) {
          tooLarge++;
        } else if (job.recompute().ordinal() < enough) {
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

  /** Whether those that shard most come nowhere near what there is, and so the others do not either. */
  private boolean isHopeless(List<Job> variants) {
    int most = variants.get(variants.size() - 1).parallelism().zero();
    return variants.stream().filter(job -> job.parallelism().zero() == most)
        .allMatch(job -> CardMemory.quick(job) > NEAR * capacityBytes);
  }

  private Candidate candidate(Job job, long number) {
    return new Candidate(job, model.evaluate(job).stepPs(), CardMemory.quick(job), number);
  }
}
