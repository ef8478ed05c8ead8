package org.kilocard.schedule;

/**
 * One copy of the model, folded in the middle: chunk 0 of rank {@code r} holds stage {@code r}, chunk 1 holds
 * stage {@code 2 · ranks − 1 − r}.
 *
 * <p>Every micro-batch enters at rank 0, walks up through chunks 0, turns round on the last rank without
 * being sent, and walks down through chunks 1. Rank 0 thus holds both the first and the last stage.
 */
public record VShaped() implements OneCopy {
  @Override
  public int stages(PipelineShape shape) {
    return 2 * shape.ranks();
  }

  @Override
  public int stage(PipelineShape shape, ChunkPlace place) {
    return place.chunk() == 0 ? place.rank() : 2 * shape.ranks() - 1 - place.rank();
  }

  @Override
  public ChunkPlace holder(PipelineShape shape, int stage) {
    return stage < shape.ranks() ? new ChunkPlace(stage, 0) : new ChunkPlace(2 * shape.ranks() - 1 - stage, 1);
  }
}
