package org.kilocard.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

/** Published parameter counts. */
class ParametersTest {
  /**
   * GPT-3: 12 h^2 per layer, 96 layers, h = 12,288: 173.95e9; biases 9 h and norms 4 h per layer, embeddings
   * 51,200 h and 2,048 h, final norm 2 h.
   */
  @Test
  void gpt3ByHand() {
    long h = 12288;
    long expected = 96 * (12 * h * h + 9 * h + 4 * h) + 51200 * h + 2048 * h + 2 * h;
    assertThat(Parameters.of(Models.gpt3()).total()).isEqualTo(expected);
    assertThat(expected).isCloseTo(175_000_000_000L, withinPercentage(0.3));
  }

  /** Meta's own count of Llama 3.1 405B is 405,853,388,800, that of Llama 2 70B 68,976,648,192. */
  @Test
  void llamaExactly() {
    assertThat(Parameters.of(Models.llama405()).total()).isEqualTo(405_853_388_800L);
    assertThat(Parameters.of(Models.llama70()).total()).isEqualTo(68_976_648_192L);
  }

  /** 671 billion of which 37 active; MTP adds 11.6 billion beyond what it shares. */
  @Test
  void deepSeekV3() {
    Parameters parameters = Parameters.of(Models.deepseek());
    assertThat(parameters.total() / 1e9).isBetween(670.5, 671.5);
    assertThat(parameters.active() / 1e9).isBetween(36.5, 37.6);
    assertThat(parameters.mtp() / 1e9).isBetween(11.5, 11.7);
    assertThat(parameters.expert()).isEqualTo(3L * 7168 * 2048);
  }

  /** 718 billion and 39 billion are published; dense inner size and vocabulary are assumed: within 4 %. */
  @Test
  void panguUltraMoe() {
    Parameters parameters = Parameters.of(Models.pangu());
    assertThat(parameters.total() / 1e9).isCloseTo(718, withinPercentage(0.5));
    assertThat(parameters.active() / 1e9).isCloseTo(39, withinPercentage(4));
  }

  /** Layers, embeddings and the final norm make the whole. */
  @Test
  void layersAddUp() {
    ModelSpec model = Models.deepseek();
    Parameters parameters = Parameters.of(model);
    long sum = parameters.embeddings() + model.hidden();
    for (int i = 0; i < model.layers(); i++) {
      sum += parameters.layer(i);
    }
    assertThat(sum).isEqualTo(parameters.total());
  }
}
