package org.kilocard.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kilocard.input.InputException;
import org.kilocard.input.YamlDocument;

class AcceleratorFileTest {
  private static final String GOOD = """
      name: A card
      vendor: A vendor
      peak: {bf16: 100 TFLOPS, fp8: 200 TFLOPS}
      units: 24
      vector_units: 48
      clock: 1.8 GHz
      memory: {capacity: 64 GiB, rate: 1.6 TB/s}
      power: 400 W
      sources:
        default: {text: a data sheet, confidence: exact-table}
        units: {text: widely known, confidence: memory}
        kernels: {text: like another card, confidence: assumed}
      kernels:
        gemm:
          bf16:
            tiles: [{rows: 128, columns: 256}, {rows: 128, columns: 128, relative: 0.9}]
            efficiency: 0.9
            sustained: 0.8
            result_rate: 2 TB/s
            launch: 3 us
            sources:
              sustained: {text: a table, confidence: fitted}
          fp8-block:
            tiles: [{rows: 128, columns: 128}]
            efficiency: 0.7
            sustained: 0.6
            result_rate: 2 TB/s
            launch: 4 us
        attention:
          fa2:
            forward: {efficiency: 0.5, half_head_dim: 20, half_length: 100, half_length_causal: 500}
            backward: {efficiency: 0.4, half_head_dim: 21, half_length: 101, half_length_causal: 501}
            tail: 0.5
            launch: 5 us
        memory: {stream_fraction: 0.85, convert_fraction: 0.5, unit_rate: 60 GB/s, contention: 0.6, launch: 2.5 us}
        spread: 0.02
      """;

  @Test
  void readsEveryField() {
    Accelerator card = read(GOOD);
    assertThat(card.id()).isEqualTo("card");
    assertThat(card.peakFlops(Precision.FP8)).isEqualTo(200e12);
    assertThat(card.units()).isEqualTo(24);
    assertThat(card.vectorUnits()).hasValue(48);
    assertThat(card.clockHertz()).hasValue(1.8e9);
    assertThat(card.memoryCapacityBytes()).isEqualTo(64.0 * 1024 * 1024 * 1024);
    assertThat(card.memoryBytesPerSecond()).isEqualTo(1.6e12);
    assertThat(card.watts()).hasValue(400);
    assertThat(card.sources()).containsOnlyKeys("peak", "units", "memory", "vector_units", "clock", "power");
    assertThat(card.sources().get("units").confidence()).isEqualTo(Confidence.MEMORY);
    assertThat(card.sources().get("peak").text()).isEqualTo("a data sheet");

    GemmConstants bf16 = card.kernels().gemm(GemmFormat.of(Precision.BF16));
    assertThat(bf16.tiles()).containsExactly(new TileShape(128, 256, 1), new TileShape(128, 128, 0.9));
    assertThat(bf16.launchSeconds().value()).isEqualTo(3e-6);
    assertThat(bf16.sustained().source()).isEqualTo(new Source("a table", Confidence.FITTED));
    assertThat(bf16.efficiency().source()).isEqualTo(new Source("like another card", Confidence.ASSUMED));
    assertThat(card.kernels().gemm(GemmFormat.block(Precision.FP8)).resultBytesPerSecond().value())
        .isEqualTo(2e12);
    AttentionConstants fa2 = card.kernels().attention("fa2");
    assertThat(fa2.backward().halfLengthCausal().value()).isEqualTo(501);
    assertThat(card.kernels().memory().convertFraction().value()).isEqualTo(0.5);
    assertThat(card.kernels().memory().contention().value()).isEqualTo(0.6);
    assertThat(card.kernels().spread().value()).isEqualTo(0.02);
    assertThat(bf16.cap(true)).isEqualTo(bf16.cap(false)).isEqualTo(0.8);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(delimiter = '|', value = {
      "bf16: 100 TFLOPS, fp8: 200 TFLOPS | ''   | peak: has no precision",
      "fp8: 200 TFLOPS | fp9: 200 TFLOPS        | peak.fp9: unknown key. Did you mean 'fp8'?",
      "fp8: 200 TFLOPS | mxfp8: 200 TFLOPS      | gemm.fp8-block: the card has no peak in this precision",
      "units: 24       | units: 0               | units: must be a whole number from 1",
      "units: 24       | units: 24 SM           | unknown count unit 'SM'",
      "capacity: 64 GiB | capacity: 64          | memory.capacity: a size needs a unit",
      "capacity: 64 GiB | capacity: 0 GiB       | memory.capacity: must be above zero",
      "rate: 1.6 TB/s  | rate: 1.6 TB           | memory.rate: unknown rate unit 'TB'. Did you mean 'TB/s'?",
      "power: 400 W    | power: 400 V           | power: unknown power unit 'V'",
      "clock: 1.8 GHz  | clok: 1.8 GHz          | clok: unknown key. Did you mean 'clock'?",
      "fp8-block:      | fp8block:              | kernels.gemm.fp8block: is no format",
      "sustained: 0.8  | sustained: 80          | kernels.gemm.bf16.sustained: must be a number from 0 to 1",
      "relative: 0.9   | relative: 1.9          | gemm.bf16.tiles[1].relative: must be a number from 0 to 1",
      "relative: 0.9   | relative: 0            | above 0 and at most 1",
      "rows: 128       | rows: 0                | gemm.bf16.tiles[0].rows: must be a whole number from 1",
      "tail: 0.5       | tails: 0.5             | attention.fa2.tail: is missing. Is 'tails' a misspelling",
      "half_head_dim: 20 | half_head_dim: -1    | forward.half_head_dim: must be a number from 0",
      "stream_fraction: 0.85 | stream_fraction: 1.85 | memory.stream_fraction: must be a number from"
  })
  void badInputIsNamedWithItsPlace(String good, String bad, String message) {
    assertThat(GOOD).contains(good);
    assertThatThrownBy(() -> read(GOOD.replaceFirst(Pattern.quote(good), bad)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("card.yaml:")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"peak", "memory", "clock"})
  void aFieldWithoutASourceIsRefused(String field) {
    StringBuilder sources = new StringBuilder();
    for (String key : new String[] {"peak", "vector_units", "clock", "memory", "power"}) {
      if (!key.equals(field)) {
        sources.append("  ").append(key).append(": {text: t, confidence: memory}\n");
      }
    }
    String text = GOOD.replace("  default: {text: a data sheet, confidence: exact-table}\n", sources);
    assertThatThrownBy(() -> read(text)).hasMessageContaining(field + ": has no source");
  }

  @Test
  void aKernelConstantWithoutASourceIsRefused() {
    String text = GOOD
        .replace("  default: {text: a data sheet, confidence: exact-table}\n", "")
        .replace("  kernels: {text: like another card, confidence: assumed}\n", "");
    assertThatThrownBy(() -> read(text)).hasMessageContaining("kernels.gemm.bf16.efficiency: has no source");
  }

  private static Accelerator read(String text) {
    return AcceleratorFile.read(YamlDocument.parse("card.yaml", text));
  }
}
