package org.kilocard.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kilocard.input.Mapping;
import org.kilocard.input.YamlDocument;

/** Values of a {@code --vary} are those of a YAML list; several variations make a grid. */
final class VariationTest {
  private static List<String> values(String text) {
    return Variation.parse(text).values().stream().map(Object::toString).toList();
  }

  @Test
  void commasInsideOfBracketsPartNothing() {
    assertThat(values("faults=[],[{card: 17, compute: 0.8}, {card: 3, compute: 0.5}]"))
        .containsExactly("[]", "[{card: 17, compute: 0.8}, {card: 3, compute: 0.5}]");
    assertThat(values("name='a, b',c")).containsExactly("\"a, b\"", "c");
    assertThat(values("topology.tiers[1].rate=400 Gb/s, 800 Gb/s")).containsExactly("400 Gb/s", "800 Gb/s");
  }

  @Test
  void rangesDouble() {
    assertThat(values("batch.micro=1,8..64")).containsExactly("1", "8", "16", "32", "64");
    assertThat(values("batch.micro=3..20")).containsExactly("3", "6", "12");
  }

  @Test
  void lastVariationChangesFastest() {
    List<Variation> both =
        List.of(Variation.parse("parallelism.tensor=4,8"), Variation.parse("batch.micro=1,2"));
    assertThat(Variation.grid(both)).extracting(Variation.Point::label).containsExactly(
        "tensor=4, micro=1", "tensor=4, micro=2", "tensor=8, micro=1", "tensor=8, micro=2");
    Mapping document = YamlDocument.parse("test", "parallelism: {tensor: 1, pipeline: 3}");
    assertThat(Variation.grid(both).get(2).overrides().applyTo(document))
        .hasToString("{parallelism: {tensor: 8, pipeline: 3}, batch: {micro: 1}}");
  }

  @Test
  void keysThatEndAlikeAreWrittenOut() {
    assertThat(Variation.grid(List.of(Variation.parse("a.rate=1"), Variation.parse("b.rate=2"))))
        .extracting(Variation.Point::label).containsExactly("a.rate=1, b.rate=2");
  }

  @Test
  void mistakesAreRefused() {
    assertThatThrownBy(() -> Variation.parse("tensor")).hasMessageContaining("--vary tensor: has no '='");
    assertThatThrownBy(() -> Variation.parse("a b=1")).hasMessageContaining("'a b' is not a key path");
    assertThatThrownBy(() -> Variation.parse("a=")).hasMessageContaining("names no value");
    assertThatThrownBy(() -> Variation.parse("a=[1")).hasMessageContaining("--vary a=[1");
    assertThatThrownBy(() -> Variation.parse("a=9..3")).hasMessageContaining("does not go up");
  }
}
