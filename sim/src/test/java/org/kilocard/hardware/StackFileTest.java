package org.kilocard.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kilocard.input.Catalogue;
import org.kilocard.input.InputException;
import org.kilocard.input.YamlDocument;

class StackFileTest {
  private static final List<String> KEYS =
      List.of("attention", "fp8_scaling", "kernel_gap", "gradient_bytes", "optimizer_state_bytes", "moe");

  private static final String GOOD = """
      name: A stack
      attention: fa2
      fp8_scaling: block
      kernel_gap: 1 us
      gradient_bytes: 4
      optimizer_state_bytes: 12
      moe: {deduplicated: true, dispatch: fp8, combine: bf16}
      sources:
        default: {text: the whole file, confidence: memory}
        kernel_gap: {text: the trace of X, confidence: exact-table}
      transports:
        nvlink:
          units: 20
          offload_start: 20 us
          rendezvous: 0 us
          sources:
            units: {text: a statement, confidence: secondary}
          protocols:
            ll: {use: ring, base: 5 us, hop: 0.5 us, efficiency: 0.1}
            pairs: {use: exchange, base: 30 us, hop: 0 us, efficiency: 0.7, unit_rate: 12 GB/s}
            sources:
              pairs: {text: a curve, confidence: fitted}
      """;

  @Test
  void readsEveryNumberWithTheNearestSource() {
    Stack stack = read(GOOD);
    assertThat(stack.id()).isEqualTo("good-stack");
    assertThat(stack.fp8Scaling()).isEqualTo(Scaling.BLOCK);
    assertThat(stack.tokens()).isEqualTo(new TokenExchange(true, Precision.FP8, Precision.BF16, true));
    assertThat(stack.kernelGapPs()).isEqualTo(
        new Constant(1_000_000, new Source("the trace of X", Confidence.EXACT_TABLE)));
    assertThat(stack.gradientBytes().source()).isEqualTo(new Source("the whole file", Confidence.MEMORY));
    assertThat(stack.sources()).containsOnlyKeys("attention", "fp8_scaling", "moe");

    TransportConstants nvlink = stack.transport("nvlink");
    assertThat(nvlink.units().source().text()).isEqualTo("a statement");
    assertThat(nvlink.rendezvousPs().source().text()).isEqualTo("the whole file");
    Protocol pairs = nvlink.protocols(ProtocolUse.EXCHANGE).get(0);
    assertThat(pairs.basePs().source()).isEqualTo(new Source("a curve", Confidence.FITTED));
    assertThat(pairs.unitBytesPerSecond().map(Constant::value)).contains(12e9);
    Protocol ll = nvlink.protocols(ProtocolUse.RING).get(0);
    assertThat(ll.hopPs().value()).isEqualTo(500_000);
    assertThat(ll.hopPs().source().text()).isEqualTo("the whole file");
  }

  @Test
  void aTechnologyThatTheStackDoesNotKnowIsAnError() {
    Stack stack = read(GOOD);
    assertThat(stack.knows("ub")).isFalse();
    assertThatThrownBy(() -> stack.transport("ub"))
        .hasMessage("stack good-stack has no constants for 'ub', only for [nvlink]");
  }

  @Test
  void attentionMayBeLeftToTheAccelerator() {
    assertThat(read(GOOD.replace("attention: fa2\n", "")).attention()).isEmpty();
  }

  @Test
  void anEmptyKeyTakesAwayAValueOfTheFileBelowAndAnEmptySourceItsSource() {
    String text = """
        extends: megatron-h100-2024
        name: without
        attention:
        cross_entropy:
        sources: {attention: , cross_entropy: , gradient_bytes: }
        transports: {nvlink: {protocols: {nvls: , sources: {nvls: }}}}
        """;
    assertThatThrownBy(() -> read(text)).hasMessageContaining("gradient_bytes: has no source");
    Stack without = read(text.replace(", gradient_bytes: ", ""));
    assertThat(without.attention()).isEmpty();
    assertThat(without.sources()).containsOnlyKeys("fp8_scaling", "latent_rotary", "moe");
    assertThat(without.transport("nvlink").protocols(ProtocolUse.IN_NETWORK)).isEmpty();
    // A source that stays behind is no harm: it is that of nothing.
    assertThat(read(text.replaceFirst("(?m)^sources: .*$", "")).sources()).isEqualTo(without.sources());
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(delimiter = '|', value = {
      "base: 5 us      | bass: 5 us       | good-stack.yaml:19:23: transports.nvlink.protocols.ll.base:"
          + " is missing. Is 'bass' a misspelling of it?",
      "use: ring       | use: rings       | good-stack.yaml:19:17: transports.nvlink.protocols.ll.use:"
          + " unknown value 'rings'",
      "efficiency: 0.1 | efficiency: 1.1  | protocols.ll.efficiency: must be a number from 0 to 1",
      "efficiency: 0.1 | efficiency: 0    | above 0 and at most 1",
      "hop: 0.5 us     | hop: 0.5         | a time needs a unit",
      "hop: 0.5 us     | hop: 0.5 GB      | unknown time unit 'GB'",
      "use: ring       | use: in-network  | transports.nvlink.protocols: has none that is used for ring",
      "unit_rate: 12 GB/s | unit_rate: 0 GB/s | protocols.pairs.unit_rate: must be above zero",
      "fp8_scaling: block | fp8_scaling: blok | Did you mean 'block'?",
      "dispatch: fp8   | dispatch: fp9    | moe.dispatch: unknown value 'fp9'. Did you mean 'fp8'?",
      "kernel_gap: 1 us | kernel_gap: -1 us | kernel_gap: a time cannot be negative",
      "units: 20       | units: -3        | must be a number from 0 to",
      "default:        | defaults:        | sources.defaults: is the source of a key that is not there",
      "pairs: {text: a curve | pears: {text: a curve | sources.pears: is the source of a key that is not",
      "confidence: fitted | confidence: guessed | sources.pairs.confidence: unknown value",
      "text: a curve   | text: ''         | protocols.sources.pairs.text: is empty",
      "name: A stack   | 'nam: A stack'   | name: is missing",
      "fp8_scaling: block | 'fp8_scaling: block\nfp8_scales: 3' | fp8_scales: unknown key. Did you mean"
  })
  void badInputIsNamedWithItsPlace(String good, String bad, String message) {
    assertThat(GOOD).contains(good);
    assertThatThrownBy(() -> read(GOOD.replaceFirst(Pattern.quote(good), bad)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("good-stack.yaml:")
        .hasMessageContaining(message);
  }

  @Test
  void aNumberWithoutASourceIsRefused() {
    String unsourced = GOOD.replace("  default: {text: the whole file, confidence: memory}\n", "");
    assertThatThrownBy(() -> read(unsourced))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(": has no source")
        .hasMessageContaining("confidence: assumed");
    // Each key by itself: with a source for all others, the one left out is found.
    for (String key : KEYS) {
      assertThatThrownBy(() -> read(allSourcedBut(key)))
          .hasMessageContaining(key + ": has no source");
    }
  }

  private static String allSourcedBut(String left) {
    StringBuilder sources = new StringBuilder("  transports: {text: t, confidence: memory}\n");
    for (String key : KEYS) {
      if (!key.equals(left)) {
        sources.append("  ").append(key).append(": {text: t, confidence: memory}\n");
      }
    }
    return GOOD.replaceFirst("(?s)sources:\n  default.*?transports:\n  nvlink",
        "sources:\n" + sources + "transports:\n  nvlink");
  }

  private static Stack read(String text) {
    return StackFile.read(YamlDocument.parse("good-stack.yaml", text), new Catalogue(Path.of("..")));
  }
}
