package org.kilocard.job;

/** A kind of group; each rank belongs to at most one group of each role. */
public enum Role {
  /** Tensor (and sequence) parallel. */
  TENSOR,
  /** Context parallel: the members share each sequence. */
  CONTEXT,
  /** Expert parallel: the members of one MoE all-to-all. */
  EXPERT,
  /** Expert-tensor parallel: the members split the same experts. */
  EXPERT_TENSOR,
  /** Holders of the same dense parameters. */
  DATA,
  /** Holders of the same expert parameters. */
  EXPERT_DATA,
  /** Holders of the same dense parameters that share one copy of them (HSDP); none where all do. */
  SHARD,
  /** Holders of the same shard of dense parameters. */
  REPLICA,
  /** Holders of the same expert parameters that share one copy of them. */
  EXPERT_SHARD,
  /** Holders of the same shard of expert parameters. */
  EXPERT_REPLICA,
  /** This rank (member 0) and the one after it in the pipeline, the last being followed by the first. */
  PIPELINE_NEXT,
  /** The rank before this one in the pipeline and this rank (member 1); the same groups as the former. */
  PIPELINE_PREVIOUS;

  /** Whether the members of its groups hold the same parameters, or shards of them. */
  public boolean holdsParameters() {
    return switch (this) {
      case DATA, EXPERT_DATA, SHARD, REPLICA, EXPERT_SHARD, EXPERT_REPLICA -> true;
      case TENSOR, CONTEXT, EXPERT, EXPERT_TENSOR, PIPELINE_NEXT, PIPELINE_PREVIOUS -> false;
    };
  }
}
