package org.kilocard.model;

/**
 * Routed experts of a model. Every expert is gated like the dense MLP of the model.
 *
 * @param routedExperts of a layer
 * @param sharedExperts of a layer, through which every token goes; 0: none
 * @param topK routed experts per token
 * @param expertFfn inner size of one expert, routed or shared
 * @param denseLayers first layers that have a dense MLP instead
 * @param expertGroups groups that the experts are divided into for limited routing; 1: none
 * @param groupLimit groups that a token's experts may lie in; = {@code expertGroups}: no limit
 * @param every after the first dense ones, the last of every so many layers has experts and the others a
 *     dense MLP; 1: all have experts
 */
public record MoeSpec(
    int routedExperts,
    int sharedExperts,
    int topK,
    int expertFfn,
    int denseLayers,
    int expertGroups,
    int groupLimit,
    int every) {
  /** Checks the sizes. */
  public MoeSpec {
    if (routedExperts < 1 || sharedExperts < 0 || expertFfn < 1 || denseLayers < 0 || every < 1) {
      throw new IllegalArgumentException("experts and their size are positive");
    }
    if (topK < 1 || topK > routedExperts) {
      throw new IllegalArgumentException("a token goes to 1 … " + routedExperts + " experts, got " + topK);
    }
    if (expertGroups < 1 || routedExperts % expertGroups != 0
        || groupLimit < 1 || groupLimit > expertGroups) {
      throw new IllegalArgumentException(
          "expert groups divide the experts and the limit is one of them, got " + groupLimit + " of "
              + expertGroups);
    }
  }

  /** Experts in every layer behind the first dense ones. */
  public MoeSpec(
      int routedExperts,
      int sharedExperts,
      int topK,
      int expertFfn,
      int denseLayers,
      int expertGroups,
      int groupLimit) {
    this(routedExperts, sharedExperts, topK, expertFfn, denseLayers, expertGroups, groupLimit, 1);
  }

  /** Whether layer {@code index}, 0 first, has experts. */
  boolean in(int index) {
    return index >= denseLayers && (index - denseLayers) % every == every - 1;
  }

  /** How many of {@code layers} layers have experts. */
  int layersOf(int layers) {
    return (layers - denseLayers) / every;
  }
}
