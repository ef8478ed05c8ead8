package org.kilocard.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Overrides;
import org.kilocard.input.YamlDocument;
import org.kilocard.scenario.ScenarioFile;

/**
 * The estimate against peaks that PyTorch measured ({@code max_memory_allocated}, MiB) on 8 B200 with Megatron-LM
 * @23e00ed and TransformerEngine 2.11: SimuMax B200 release v1.2 (MooreThreads/SimuMax @4dcaae5,
 * docs/b200/b200_release_v1.2_summary.json). BF16, FP32 gradients, ZeRO-1, 1F1B, no recomputation, sequence
 * parallelism; the largest ranks of each pipeline rank.
 */
class MeasuredMemoryTest {
  private static final Catalogue CATALOGUE = new Catalogue(Path.of(".."));
  private static final String LLAMA_70B = "model=llama3-70b;model.layers=12";
  private static final String LLAMA_405B = "model=llama3.1-405b;model.layers=4";
  private static final String DEEPSEEK = ";model.layers=4;model.experts.dense_layers=1;parallelism.expert=8";

  /** What was set, and the measured peaks by pipeline rank. */
  private record Row(String settings, double... mebibytes) {
    List<Double> errors() {
      List<String> all = new ArrayList<>(Arrays.asList(settings.split(";")));
      Job job = ScenarioFile.read(YamlDocument.parse("measured.yaml", """
          topology: b200-nvl8-ib
          stack: megatron-b200-2026
          cards: 8
          model: llama3-70b
          batch: {sequence_length: 4096, global: 32}
          communication: {overlap: {expert: false}}
          """), CATALOGUE, Overrides.parse(all)).job();
      List<Double> errors = new ArrayList<>();
      for (int rank = 0; rank < mebibytes.length; rank++) {
        double bytes = MemoryEstimate.of(job).get(rank).values().stream().mapToLong(Long::longValue).sum();
        errors.add(bytes / (mebibytes[rank] * (1 << 20)) - 1);
      }
      return errors;
    }
  }

  private static final List<Row> ROWS = List.of(
      new Row(LLAMA_70B + ";parallelism.pipeline=2", 68149.2, 64479.5),
      new Row(LLAMA_70B + ";parallelism.tensor=4", 40009.8),
      new Row(LLAMA_405B + ";parallelism.pipeline=2", 88688.9, 89173.4),
      new Row(LLAMA_405B + ";parallelism.tensor=4", 54158.8),
      new Row("model=deepseek-v2" + DEEPSEEK, 46730.0),
      new Row("model=deepseek-v3;model.mtp_depth=0" + DEEPSEEK, 106803.8),
      new Row(LLAMA_70B + ";parallelism.tensor=2;parallelism.context=4;batch.sequence_length=32768", 70072.3),
      new Row(LLAMA_70B + ";parallelism.tensor=2;parallelism.context=4;batch.sequence_length=131072", 115374.1),
      new Row(LLAMA_405B + ";parallelism.tensor=2;parallelism.context=4;batch.sequence_length=32768", 89118.7),
      new Row(LLAMA_405B + ";parallelism.tensor=2;parallelism.context=4;batch.sequence_length=131072", 120962.5));

  @Test
  void measuredPeaks() {
    List<Double> errors = new ArrayList<>();
    for (Row row : ROWS) {
      row.errors().forEach(error -> errors.add(Math.abs(error)));
    }
    errors.sort(Double::compare);
    assertThat(errors.get(errors.size() / 2)).as("median of %s", errors).isLessThan(0.01);
    assertThat(errors.get(errors.size() - 1)).as("worst of %s", errors).isLessThan(0.05);
  }

  /** Llama 3.1 405B with FP8 parameters (MLPerf Training 5.0), rank 0, GiB, tensor × context × pipeline × chunks. */
  @Test
  void fp8Parameters() {
    List<Double> errors = List.of(
        fp8("h100-nvl8-ib", "megatron-h100-mlperf-2025", 8, 512, 1152) / 58.817 - 1,
        fp8("h100-nvl8-ib", "megatron-h100-mlperf-2025", 8, 2048, 1152) / 52.484 - 1,
        fp8("gb200-nvl72-ib", "megatron-gb200-mlperf-2025", 4, 512, 896) / 93.521 - 1,
        fp8("gb200-nvl72-ib", "megatron-gb200-mlperf-2025", 4, 2048, 1280) / 92.802 - 1);
    assertThat(errors).allSatisfy(error -> assertThat(Math.abs(error)).isLessThan(0.06));
  }

  private static double fp8(String topology, String stack, int tensor, int cards, int batch) {
    Job job = ScenarioFile.read(YamlDocument.parse("measured.yaml", """
        topology: %s
        stack: %s
        cards: %d
        model: llama3.1-405b
        precision: fp8
        parallelism: {tensor: %d, context: 2, pipeline: 8, virtual_pipeline: 8}
        batch: {sequence_length: 8192, global: %d}
        communication: {overlap: {tensor: true, pipeline: true, gradient: true, parameter: true}}
        """.formatted(topology, stack, cards, tensor, batch)), CATALOGUE, Overrides.parse(List.of())).job();
    return MemoryEstimate.of(job).get(0).values().stream().mapToLong(Long::longValue).sum() / (double) (1L << 30);
  }
}
