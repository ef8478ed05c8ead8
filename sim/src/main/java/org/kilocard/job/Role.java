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
  /** This rank (member 0) and the one after it in the pipeline, the last being followed by the first. */
  PIPELINE_NEXT,
  /** The rank before this one in the pipeline and this rank (member 1); the same groups as the former. */
  PIPELINE_PREVIOUS
}
