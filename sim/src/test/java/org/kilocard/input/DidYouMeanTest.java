package org.kilocard.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {

  private static final List<String> WORDS = List.of(
      "tensor", "pipeline", "virtual_pipeline", "expert", "expert_tensor", "data", "bf16", "fp16", "fp8");

  @ParameterizedTest
  @CsvSource({
      "tensr, tensor",             // one deletion in five letters
      "tenosr, tensor",            // one swap
      "Tensor, tensor",            // case is free
      "pipelin, pipeline",
      "pypelin, pipeline",         // two edits in seven letters
      "virtual-pipeline, virtual_pipeline",
      "virtualPipeline, virtual_pipeline",
      "expert_tensr, expert_tensor",
      "fp61, fp16",
      "pipe, pipeline",            // the only word that begins so
      "BF16, bf16"})
  void finds(String written, String meant) {
    assertThat(DidYouMean.closest(written, WORDS)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({
      "colour",
      "tp",    // too short to guess
      "exp",   // two words begin so
      "dtaa1", // two edits in five letters
      "''"})
  void findsNothing(String written) {
    assertThat(DidYouMean.closest(written, WORDS)).isEmpty();
  }

  /** Textbook values; "ca" to "abc" is 3 and not 2 because no piece is edited twice. */
  @ParameterizedTest
  @CsvSource({"kitten, sitting, 3", "ab, ba, 1", "abcd, acbd, 1", "ca, abc, 3", "'', abc, 3", "abc, abc, 0"})
  void distances(String a, String b, int edits) {
    assertThat(DidYouMean.distance(a, b)).isEqualTo(edits);
    assertThat(DidYouMean.distance(b, a)).isEqualTo(edits);
  }

  @Test
  void theFirstOfTwoEquallyNearWins() {
    assertThat(DidYouMean.closest("fp9", List.of("fp8", "fp4"))).contains("fp8");
    assertThat(DidYouMean.closest("fp9", List.of("fp4", "fp8"))).contains("fp4");
  }
}
