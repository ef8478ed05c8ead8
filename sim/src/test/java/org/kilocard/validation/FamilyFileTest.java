package org.kilocard.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kilocard.input.Catalogue;
import org.kilocard.input.InputException;
import org.kilocard.input.YamlDocument;
import org.kilocard.world.Simulator;

/** What a family file means, and that every mistake in one is told with its place. */
class FamilyFileTest {
  private static final Catalogue CATALOGUE = new Catalogue(Path.of(".."));

  static final String STEPS = """
      family: steps
      source: {title: A table, ref: somewhere}
      base:
        topology: h100-nvl8-ib
        model: {name: Small, family: gpt, layers: 4, hidden: 1024, heads: 8, kv_heads: 8, ffn: 4096, vocab: 51200}
        parallelism: {tensor: 2, pipeline: 2}
        batch: {sequence_length: 1024, global: 16}
      calibrate: [compute_scale]
      rows:
        - {id: small, role: calibrate, set: {cards: 8}, measured: {step_s: 0.02}}
        - {id: large, role: predict, set: {cards: 16, batch.global: 32}, measured: {tokens_per_s: 2e6, memory_bytes: 9 GiB}}
      """;

  private static final String COLLECTIVES = """
      family: calls
      source: {title: A table, ref: somewhere}
      base: {topology: h100-nvl8-ib, cards: 8}
      rows:
        - {id: a, role: predict, measured: {op: all-gather, bytes: 1073741824, time_us: 2700}}
        - {id: b, role: predict, set: {cards: 16}, measured: {op: all-reduce, bytes: 65536, busbw_gbps: 1.5}}
      """;

  private static Family read(String text) {
    return FamilyFile.read(YamlDocument.parse("my.yaml", text), CATALOGUE);
  }

  @Test
  void readsSteps() {
    Family family = read(STEPS);
    assertThat(family.name()).isEqualTo("steps");
    assertThat(family.calibrate()).containsExactly(NamedConstant.COMPUTE_SCALE);
    assertThat(family.stack()).contains("megatron-h100-2024");
    assertThat(family.rows()).extracting(Row::calibrates).containsExactly(true, false);
    assertThat(family.rows().get(1).measured())
        .containsEntry(Metric.TOKENS_PER_S, 2e6).containsEntry(Metric.MEMORY_BYTES, 9.0 * (1L << 30));
  }

  @Test
  void memoryIsThatOfTheFullestCardOrOfARank() {
    // Of 1F1B on two ranks the first holds an activation more and the embedding, the second the logits and the head.
    double fullest = memory("memory_bytes: 9 GiB");
    double first = memory("memory_bytes: 9 GiB, memory_rank: 0");
    double second = memory("memory_bytes: 9 GiB, memory_rank: 1");
    assertThat(first).isNotEqualTo(second);
    assertThat(Math.max(first, second)).isEqualTo(fullest);
  }

  private static double memory(String measured) {
    Row row = read(STEPS.replace("memory_bytes: 9 GiB", measured)).rows().get(1);
    try (Simulator simulator = new Simulator()) {
      return row.experiment().run(c -> c, simulator).get(Metric.MEMORY_BYTES);
    }
  }

  @Test
  void readsCollectives() {
    Family family = read(COLLECTIVES);
    assertThat(family.rows().get(0).measured()).containsOnlyKeys(Metric.TIME_US);
    assertThat(family.rows().get(1).measured()).containsEntry(Metric.BUSBW_GBPS, 1.5);
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(delimiter = '|', value = {
    "family: steps|famly: steps|family: is missing",
    "ref: somewhere|reef: somewhere|source.ref: is missing",
    "calibrate: [compute_scale]|calibrate: [compute_scal]|unknown constant 'compute_scal'. Did you mean 'compute_scale'?",
    "calibrate: [compute_scale]|calibrate: [compute_scale, step_overhead]|2 constants cannot be fitted on 1 row",
    "calibrate: [compute_scale]|calibrate: [compute_scale, compute_scale]|names a constant twice",
    "calibrate: [compute_scale]|calibrates: [compute_scale]|calibrates: unknown key",
    "role: predict|role: predicted|rows[1].role: unknown value 'predicted'",
    "id: large|id: small|'small' is the id of an earlier row",
    "id: large|idd: large|rows[1].id: is missing",
    "step_s: 0.02|step_s: 0|must be above 0, not '0'",
    "step_s: 0.02|step_s: fast|step_s",
    "step_s: 0.02|step: 0.02|rows[0].measured.step: unknown key",
    "'{step_s: 0.02}'|{}|rows[0].measured: measures nothing",
    "'{step_s: 0.02}'|'{time_us: 5}'|rows[0].measured.time_us: unknown key",
    "memory_bytes: 9 GiB|memory_bytes: 9 GB/s|memory_bytes",
    "memory_bytes: 9 GiB|memory_rank: 1|goes with memory_bytes",
    "memory_bytes: 9 GiB|'memory_bytes: 9 GiB, memory_rank: 2'|memory_rank",
    "cards: 16|cards: 17|In row 'large'",
    "batch.global: 32|batch.globl: 32|batch.globl: unknown key",
    "batch.global: 32|batch..global: 32|is not a key path",
    "topology: h100-nvl8-ib|topology: h100-nvl8-ibb|Did you mean 'h100-nvl8-ib'?",
    "'tensor: 2, pipeline'|'tensr: 2, pipeline'|tensr: unknown key",
    "'cards: 8}'|'cards: 8, calibration.compute_scale: 0}'|compute_scale",
    "'role: predict,'|'role: predict, fitted: true,'|is no prediction",
  })
  void refusesWhatIsWrong(String right, String wrong, String complaint) {
    assertThat(STEPS).contains(right);
    assertThatThrownBy(() -> read(STEPS.replaceFirst(Pattern.quote(right), wrong)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(complaint)
        .hasMessageMatching("(?s)(my\\.yaml:\\d+:\\d+: |my\\.yaml: ).*");
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource(delimiter = '|', value = {
    "op: all-gather|op: all-gatherer|unknown operation 'all-gatherer'. Did you mean 'all-gather'?",
    "bytes: 1073741824|bytes: 0|bytes",
    "cards: 8}|cards: 1}|cards",
    "cards: 8}|'cards: 8, algorithm: rings}'|unknown all-gather algorithm 'rings'",
    "cards: 8}|'cards: 8, unit_mode: reserved}'|needs a number of units",
    "cards: 8}|'cards: 8, unit_mode: offload, units: 4}'|offload takes no units",
    "cards: 8}|'cards: 8, stack: deepseek-h800x}'|deepseek-h800",
    "cards: 8}|'cards: 8, stack: mindspeed-910c}'|has no constants for the links 'nvlink'",
    "cards: 8}|'cards: 8, colour: red}'|colour: unknown key",
    "op: all-gather|op: dispatch|experts: is missing",
    "time_us: 2700|step_s: 2700|step_s: unknown key",
  })
  void refusesWrongCollectives(String right, String wrong, String complaint) {
    assertThat(COLLECTIVES).contains(right);
    assertThatThrownBy(() -> read(COLLECTIVES.replaceFirst(Pattern.quote(right), wrong)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(complaint);
  }
}
