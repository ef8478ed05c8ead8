package org.kilocard.job;

import java.util.Arrays;

/**
 * Who is in a group with a given rank: arithmetic on the strides of a layout, one group at a time.
 *
 * <p><b>Model.</b> Ranks are numbered by the layout's order. Experts are dealt to the tensor × context × data
 * ranks of a pipeline rank in an order of their own, expert-tensor, expert, expert-data unless the layout says
 * otherwise (Megatron Core's parallel folding).
 * Where a schedule keeps every stage twice (DualPipe), the data groups of a pipeline rank and of its mirror
 * image are one. Where a data group shards over a part of it, that part is of neighbours in the group.
 */
public final class GroupLayout {
  private final Parallelism layout;
  private final int copies;
  private final int[] size;
  private final int[] stride;
  /** The dimensions without the pipeline, innermost first. */
  private final Dimension[] flat;

  /**
   * The groups of a layout.
   *
   * @param copies how many pipeline ranks hold each stage: 1, or 2 when rank and mirror image do
   */
  public GroupLayout(Parallelism layout, int copies) {
    this.layout = layout;
    this.copies = copies;
    Dimension[] all = Dimension.values();
    size = new int[all.length];
    stride = new int[all.length];
    flat = new Dimension[all.length - 1];
    int next = 1;
    int count = 0;
    for (Dimension d : layout.order()) {
      size[d.ordinal()] = layout.size(d);
      stride[d.ordinal()] = next;
      next *= layout.size(d);
      if (d != Dimension.PIPELINE) {
        flat[count++] = d;
      }
    }
  }

  /** Number of ranks. */
  public int ranks() {
    return layout.cards();
  }

  /** The lowest rank of a pipeline rank. */
  public int firstRank(int pipelineRank) {
    return pipelineRank * stride[Dimension.PIPELINE.ordinal()];
  }

  /** Members of each group of a role, 1 where nobody has a partner. */
  public int size(Role role) {
    boolean mirrored = copies > 1 && layout.pipeline() > 1;
    return switch (role) {
      case TENSOR -> layout.tensor();
      case CONTEXT -> layout.context();
      case EXPERT -> layout.expert();
      case EXPERT_TENSOR -> layout.expertTensor();
      case DATA -> layout.context() * layout.data() * (mirrored ? 2 : 1);
      case EXPERT_DATA -> layout.expertData() * (mirrored ? 2 : 1);
      case SHARD -> replicas() > 1 ? size(Role.DATA) / replicas() : 1;
      case REPLICA -> replicas();
      case EXPERT_SHARD -> expertReplicas() > 1 ? size(Role.EXPERT_DATA) / expertReplicas() : 1;
      case EXPERT_REPLICA -> expertReplicas();
      case PIPELINE_NEXT, PIPELINE_PREVIOUS -> layout.pipeline() > 1 ? 2 : 1;
    };
  }

  /**
   * Members of the group of {@code rank}, the rank itself among them: ascending, but of a pair of pipeline
   * neighbours the earlier first.
   */
  public int[] members(Role role, int rank) {
    return switch (role) {
      case TENSOR -> along(Dimension.TENSOR, rank);
      case CONTEXT -> along(Dimension.CONTEXT, rank);
      case EXPERT -> along(ExpertDimension.EXPERT, rank);
      case EXPERT_TENSOR -> along(ExpertDimension.EXPERT_TENSOR, rank);
      case DATA -> data(rank);
      case EXPERT_DATA -> expertData(rank);
      case SHARD -> block(data(rank), rank, size(Role.SHARD));
      case REPLICA -> comb(data(rank), rank, size(Role.DATA) / replicas());
      case EXPERT_SHARD -> block(expertData(rank), rank, size(Role.EXPERT_SHARD));
      case EXPERT_REPLICA -> comb(expertData(rank), rank, size(Role.EXPERT_DATA) / expertReplicas());
      case PIPELINE_NEXT -> new int[] {rank, shifted(rank, 1)};
      case PIPELINE_PREVIOUS -> new int[] {shifted(rank, -1), rank};
    };
  }

  /** Copies of the dense parameters among those who hold the same ones; 1 where all of them share one. */
  private int replicas() {
    int holders = size(Role.DATA);
    return layout.sharding().states() ? holders / Math.min(holders, layout.sharding().group().orElse(holders)) : 1;
  }

  /**
   * Role of the groups that share one copy of dense or of expert parameters.
   *
   * @param experts which parameters
   */
  public Role sharing(boolean experts) {
    if (experts) {
      return expertReplicas() > 1 ? Role.EXPERT_SHARD : Role.EXPERT_DATA;
    }
    return replicas() > 1 ? Role.SHARD : Role.DATA;
  }

  /** Ranks that share one copy of dense or of expert parameters, if any share. */
  public int sharers(boolean experts) {
    return size(sharing(experts));
  }

  /** As many copies of the expert parameters as divide the group that holds them. */
  private int expertReplicas() {
    return greatestCommonDivisor(replicas(), size(Role.EXPERT_DATA));
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }

  /** The {@code size} neighbours among {@code holders} that {@code rank} belongs to. */
  private static int[] block(int[] holders, int rank, int size) {
    int first = Arrays.binarySearch(holders, rank) / size * size;
    return Arrays.copyOfRange(holders, first, first + size);
  }

  /** Every {@code step}-th of {@code holders}, {@code rank} among them. */
  private static int[] comb(int[] holders, int rank, int step) {
    int first = Arrays.binarySearch(holders, rank) % step;
    int[] members = new int[holders.length / step];
    Arrays.setAll(members, i -> holders[first + i * step]);
    return members;
  }

  private int coordinate(Dimension d, int rank) {
    return rank / stride[d.ordinal()] % size[d.ordinal()];
  }

  private int shifted(int rank, int by) {
    int stages = layout.pipeline();
    int stage = coordinate(Dimension.PIPELINE, rank);
    return rank + ((stage + by + stages) % stages - stage) * stride[Dimension.PIPELINE.ordinal()];
  }

  private int[] along(Dimension d, int rank) {
    int step = stride[d.ordinal()];
    int first = rank - coordinate(d, rank) * step;
    int[] members = new int[layout.size(d)];
    Arrays.setAll(members, i -> first + i * step);
    return members;
  }

  private int[] along(ExpertDimension d, int rank) {
    int stage = coordinate(Dimension.PIPELINE, rank);
    int step = layout.stride(d);
    int number = flat(rank);
    int first = number - number / step % layout.size(d) * step;
    int[] members = new int[layout.size(d)];
    Arrays.setAll(members, i -> rank(first + i * step, stage));
    return members;
  }

  /** Which of the cards that experts are dealt to a rank is, 0 … expert − 1. */
  public int expertCard(int rank) {
    return flat(rank) / layout.stride(ExpertDimension.EXPERT) % layout.expert();
  }

  /** Number of a rank among the ranks of its pipeline rank, in the layout's order. */
  private int flat(int rank) {
    int number = 0;
    int count = 1;
    for (Dimension d : flat) {
      number += coordinate(d, rank) * count;
      count *= size[d.ordinal()];
    }
    return number;
  }

  /** The rank with the given number, from 0, among those of a pipeline rank. */
  public int rank(int number, int pipelineRank) {
    int rank = firstRank(pipelineRank);
    int rest = number;
    for (Dimension d : flat) {
      rank += rest % size[d.ordinal()] * stride[d.ordinal()];
      rest /= size[d.ordinal()];
    }
    return rank;
  }

  private int[] expertData(int rank) {
    int step = layout.stride(ExpertDimension.EXPERT_DATA);
    int number = flat(rank);
    int first = number - number / step % layout.expertData() * step;
    return onHolders(rank, layout.expertData(), (i, stage) -> rank(first + i * step, stage));
  }

  private int[] data(int rank) {
    int tensor = coordinate(Dimension.TENSOR, rank) * stride[Dimension.TENSOR.ordinal()];
    boolean contextInside = stride[Dimension.CONTEXT.ordinal()] <= stride[Dimension.DATA.ordinal()];
    Dimension inner = contextInside ? Dimension.CONTEXT : Dimension.DATA;
    Dimension outer = contextInside ? Dimension.DATA : Dimension.CONTEXT;
    int innerSize = size[inner.ordinal()];
    return onHolders(rank, innerSize * size[outer.ordinal()], (i, stage) -> firstRank(stage) + tensor
        + i % innerSize * stride[inner.ordinal()] + i / innerSize * stride[outer.ordinal()]);
  }

  @FunctionalInterface
  private interface Numbered {
    int rank(int index, int pipelineRank);
  }

  /** Members on all pipeline ranks that hold the stages of {@code rank}. */
  private int[] onHolders(int rank, int perStage, Numbered numbered) {
    int stage = coordinate(Dimension.PIPELINE, rank);
    int mirror = layout.pipeline() - 1 - stage;
    int[] stages = copies == 1 || mirror == stage ? new int[] {stage} : new int[] {stage, mirror};
    int[] members = new int[stages.length * perStage];
    for (int s = 0; s < stages.length; s++) {
      for (int i = 0; i < perStage; i++) {
        members[s * perStage + i] = numbered.rank(i, stages[s]);
      }
    }
    if (stages.length > 1) {
      Arrays.sort(members);
    }
    return members;
  }
}
