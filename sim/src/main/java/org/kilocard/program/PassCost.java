package org.kilocard.program;

/**
 * Compute of one block (attention or MLP) in one pass, cut where collectives can stand: a gather before
 * {@code in}, a scatter after {@code out}.
 *
 * @param before norm and casts (backward: gradient of the residual)
 * @param in the first matrix products (backward: gradient through the last ones)
 * @param inParts the same products cut into as many parts as there are tensor-parallel ranks, which is slower
 * @param core attention or activation
 * @param out the last matrix products (backward: gradient through the first ones)
 * @param after residual (backward: gradient of the norm)
 * @param gathers whether there are first products, which want what is gathered; not below the lowest adapter
 * @param scatters whether there are last products, whose results are scattered; not below the lowest adapter
 */
public record PassCost(
    Span before, Span in, Span inParts, CoreCost core, Span out, Span after, boolean gathers, boolean scatters) {
  /** A pass with products at both ends. */
  public PassCost(Span before, Span in, Span inParts, CoreCost core, Span out, Span after) {
    this(before, in, inParts, core, out, after, true, true);
  }

  /** All of it, uncut. */
  public Span total() {
    return before.plus(in).plus(core.total()).plus(out).plus(after);
  }
}
