package org.kilocard.topology;

/**
 * Links of full-mesh domains: xGMI, HCCS.
 *
 * <p><b>Model.</b> A direct link of its own from every card to every other; the card's rate is split evenly over
 * them. A collective uses all direct links between its members (RCCL and HCCL lay as many rings as there are
 * links), a send uses the one link to its peer.
 *
 * <p><b>Assumes.</b> No forwarding through a third card: a group of two in a mesh of eight sees one link of
 * seven, as measured on MI300X (47.7 GB/s with 2 GPUs, 317 GB/s with 8).
 *
 * <p><b>Source.</b> AMD ROCm and Huawei Atlas A2 node descriptions (hardware catalogue).
 */
final class FullMeshLinks implements TierLinks {
  private final double linkBytesPerSecond;
  private final int cards;
  private final int perDomain;

  FullMeshLinks(double cardBytesPerSecond, int cards, int perDomain) {
    this.linkBytesPerSecond = cardBytesPerSecond / Math.max(1, perDomain - 1);
    this.cards = cards;
    this.perDomain = perDomain;
  }

  @Override
  public int links() {
    return cards * perDomain;
  }

  @Override
  public double bytesPerSecond(int link) {
    return linkBytesPerSecond;
  }

  @Override
  public int domain(int link) {
    return link / perDomain / perDomain;
  }

  @Override
  public String kind(int link) {
    return "card to card";
  }

  @Override
  public void spread(Pattern pattern, Share share, LoadSink sink) {
    switch (pattern) {
      case RING, PAIRS -> {
        for (int from = 0; from < share.size(); from++) {
          for (int to = 0; to < share.size(); to++) {
            if (from != to) {
              sink.add(link(share.cards()[from], share.cards()[to]),
                  share.weights()[from] / (share.size() - 1));
            }
          }
        }
      }
      case SEND -> sink.add(link(share.cards()[0], share.cards()[1]), share.weights()[0]);
      case SEND_BACK -> sink.add(link(share.cards()[1], share.cards()[0]), share.weights()[1]);
    }
  }

  @Override
  public double secondsPerByte(Pattern pattern, double weight, int members) {
    return switch (pattern) {
      case RING, PAIRS -> weight / Math.max(1, members - 1) / linkBytesPerSecond;
      case SEND, SEND_BACK -> weight / linkBytesPerSecond;
    };
  }

  private int link(int from, int to) {
    return from * perDomain + to % perDomain;
  }
}
