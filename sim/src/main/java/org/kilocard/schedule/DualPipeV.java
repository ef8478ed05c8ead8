package org.kilocard.schedule;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * DualPipeV: DualPipe cut in half. One copy of the model in the shape of a V does with P ranks what DualPipe
 * does with 2P.
 *
 * <p><b>Model.</b> The eight steps of {@code dualpipev.py}, which are those of DualPipe on the first half of
 * 2P ranks: what comes back from the mirror image there comes from the rank's own other chunk here. P ranks
 * hold 2P stages, once ({@link VShaped}).
 *
 * <p><b>Assumes.</b> M ≥ 2P; as {@link DualPipe}.
 *
 * <p><b>Bubble.</b> That of DualPipe with H = P, on the last rank: published as (PP/2 − 1)(F&amp;B + B − 3W),
 * where PP = 2P counts stages. See {@link DualPipe} for when that is exact and for the general form, which
 * this returns.
 *
 * <p><b>Memory.</b> 2P + 1 chunks (published: PP + 1) in flight on every rank.
 *
 * <p><b>Not modelled.</b> Inference (forward only).
 *
 * <p><b>Source.</b> github.com/deepseek-ai/DualPipe, {@code dualpipe/dualpipev.py} and README; cutting it in
 * half is an idea of Sea AI Lab's, as the README says.
 */
public record DualPipeV() implements Schedule {
  @Override
  public String name() {
    return "dualpipe-v";
  }

  @Override
  public Placement placement() {
    return new VShaped();
  }

  @Override
  public OptionalInt chunksPerRank() {
    return OptionalInt.of(2);
  }

  @Override
  public Optional<String> violation(PipelineShape shape) {
    return shape.chunksPerRank() != 2 || shape.microBatches() >= 2 * shape.ranks()
        ? Schedule.super.violation(shape)
        : Optional.of("micro-batches (" + shape.microBatches() + ") must be at least twice the "
            + "pipeline ranks (" + 2 * shape.ranks() + ")");
  }

  @Override
  public List<Slot> order(PipelineShape shape, int rank) {
    requireLegal(shape);
    return new DualPipeSteps(0, 1, rank, shape.ranks() - 1 - rank)
        .slots(new OrderWriter(this, shape), shape.microBatches());
  }

  @Override
  public OptionalLong bubblePs(PipelineShape shape, PassTimes times) {
    requireLegal(shape);
    return OptionalLong.of(DualPipeSteps.bubblePs(shape.ranks(), times));
  }
}
