package org.kilocard.report;

/**
 * How fast a step is.
 *
 * @param tokensPerSecond over all cards
 * @param tokensPerSecondPerCard the same per card
 * @param tokensPerDay over all cards, in 86,400 s
 * @param modelTflopsPerCard model FLOPs (full attention) per second and card, in units of 1e12
 * @param mfu model FLOPs (full attention) over the BF16 dense peak of all cards
 * @param mfuCausal the same with only the causal half of attention counted
 * @param hfu executed FLOPs (recomputation included) over the BF16 dense peak
 * @param mfuOfPrecision model FLOPs (full attention) over the dense peak of the run's own number format
 */
public record Throughput(
    double tokensPerSecond,
    double tokensPerSecondPerCard,
    double tokensPerDay,
    double modelTflopsPerCard,
    double mfu,
    double mfuCausal,
    double hfu,
    double mfuOfPrecision) {

  /** Throughput of a step of {@code seconds} &gt; 0. */
  static Throughput of(RunFacts facts, double seconds) {
    double cardSeconds = seconds * facts.cards();
    double bf16 = cardSeconds * facts.peak().bf16FlopsPerSecond();
    StepFlops flops = facts.flops();
    return new Throughput(
        facts.tokens() / seconds,
        facts.tokens() / cardSeconds,
        facts.tokens() / seconds * 86_400,
        flops.model() / cardSeconds / 1e12,
        flops.model() / bf16,
        flops.modelCausal() / bf16,
        flops.hardware() / bf16,
        flops.model() / (cardSeconds * facts.peak().precisionFlopsPerSecond()));
  }
}
