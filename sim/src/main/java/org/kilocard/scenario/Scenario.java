package org.kilocard.scenario;

import java.util.List;
import java.util.Optional;
import org.kilocard.job.Faults;
import org.kilocard.job.Job;
import org.kilocard.topology.Cluster;

/**
 * What a user asks for.
 *
 * @param name for people
 * @param cluster cards and how they are joined
 * @param job what they train
 * @param fidelity how closely the network is simulated
 * @param fold whether symmetry is folded
 * @param seed of everything drawn by chance
 * @param faults what is broken or slow
 * @param training the whole run, when asked for
 * @param warnings what a user should know about the input, in sentences
 */
public record Scenario(
    String name,
    Cluster cluster,
    Job job,
    Fidelity fidelity,
    boolean fold,
    long seed,
    Faults faults,
    Optional<Training> training,
    List<String> warnings) {
  /** Copies the warnings. */
  public Scenario {
    warnings = List.copyOf(warnings);
  }

  /** The same scenario with another job on the same cards. */
  public Scenario with(Job other) {
    return new Scenario(name, cluster, other, fidelity, fold, seed, faults, training, warnings);
  }

  /** Cards of the job. */
  public int cards() {
    return job.parallelism().cards();
  }
}
