package org.kilocard.schedule;

/**
 * Stages dealt to the ranks in turn: chunk {@code c} of rank {@code r} holds stage {@code c · ranks + r}.
 *
 * <p>With one chunk per rank this is the plain pipeline. With more, the last rank sends to the first one's
 * next chunk.
 */
public record RoundRobin() implements OneCopy {
  @Override
  public int stages(PipelineShape shape) {
    return shape.ranks() * shape.chunksPerRank();
  }

  @Override
  public int stage(PipelineShape shape, ChunkPlace place) {
    return place.chunk() * shape.ranks() + place.rank();
  }

  @Override
  public ChunkPlace holder(PipelineShape shape, int stage) {
    return new ChunkPlace(stage % shape.ranks(), stage / shape.ranks());
  }
}
