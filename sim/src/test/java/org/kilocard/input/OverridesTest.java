package org.kilocard.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverridesTest {

  private static final String BASE = "{name: x, batch: {micro: 1}, tiers: [{rate: 1}, {rate: 2}], none: }";

  private static Mapping base() {
    return YamlDocument.parse("x.yaml", BASE);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "name=y | {name: y, batch: {micro: 1}, tiers: [{rate: 1}, {rate: 2}], none: }",
      "batch.micro=2 | {name: x, batch: {micro: 2}, tiers: [{rate: 1}, {rate: 2}], none: }",
      "batch.global = 4 | {name: x, batch: {micro: 1, global: 4}, tiers: [{rate: 1}, {rate: 2}], none: }",
      "batch={global: [1, 2]} | {name: x, batch: {global: [1, 2]}, tiers: [{rate: 1}, {rate: 2}], none: }",
      "tiers[1].rate=4 GB/s | {name: x, batch: {micro: 1}, tiers: [{rate: 1}, {rate: 4 GB/s}], none: }",
      "tiers[0]={} | {name: x, batch: {micro: 1}, tiers: [{}, {rate: 2}], none: }",
      "tiers=[] | {name: x, batch: {micro: 1}, tiers: [], none: }",
      "none.a.b=1 | {name: x, batch: {micro: 1}, tiers: [{rate: 1}, {rate: 2}], none: {a: {b: 1}}}",
      "batch= | {name: x, batch: , tiers: [{rate: 1}, {rate: 2}], none: }",
      "name=a=b | {name: a=b, batch: {micro: 1}, tiers: [{rate: 1}, {rate: 2}], none: }"})
  void sets(String setting, String expected) {
    Mapping base = base();

    assertThat(Overrides.parse(List.of(setting)).applyTo(base)).hasToString(expected);
    assertThat(base).hasToString(BASE);
  }

  @Test
  void createsTheMappingsOnTheWay() {
    Mapping changed =
        Overrides.parse(List.of("training.goal.tokens=14.8T", "training.goal.days=3")).applyTo(base());

    assertThat(changed.mapping("training")).hasToString("{goal: {tokens: 14.8T, days: 3}}");
    assertThat(changed.mapping("training").path()).hasToString("training");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "name            | has no '='. Write --set key=value, e.g. --set batch.micro=2",
      "=1              | '' is not a key path",
      "a..b=1          | 'a..b' is not a key path",
      "a[x]=1          | 'a[x]' is not a key path",
      "a[-1]=1         | 'a[-1]' is not a key path",
      "a[0=1           | 'a[0' is not a key path",
      "name.first=1    | name: is the single value 'x', below which nothing can be set",
      "batch.micro.a=1 | batch.micro: is the single value '1', below which nothing can be set",
      "tiers[2].rate=1 | tiers[2]: the list has 2 items, counted from 0",
      "tiers.rate=1    | tiers: is a list. Say which item, counted from 0, e.g. tiers[0].rate=50 GB/s",
      "batch[0]=1      | batch: is a mapping, not a list",
      "faults[0]=1     | faults: is not there",
      "a=[1            | expected ',' or ']' after the bracket opened at line 1",
      "a=*x            | a: anchors (&) and aliases (*) are not allowed. Write the value out."})
  void refuses(String setting, String message) {
    assertThatThrownBy(() -> Overrides.parse(List.of(setting)).applyTo(base()))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("--set " + setting + ": " + message);
  }

  @Test
  void showsARightPath() {
    assertThatThrownBy(() -> Overrides.parse(List.of("a..b=1")))
        .hasMessage("--set a..b=1: 'a..b' is not a key path."
            + "\n  Write keys joined by dots, e.g. parallelism.tensor or tiers[1].rate");
  }

  @Test
  void laterComplaintsPointAtTheSetting() {
    Mapping changed = Overrides.parse(List.of("batch.micor=2", "tiers[0].rate=50")).applyTo(base());
    Mapping batch = changed.mapping("batch");
    batch.count("micro");

    assertThatThrownBy(batch::done)
        .hasMessage("--set batch.micor=2: batch.micor: unknown key. Did you mean 'micro'?");
    assertThatThrownBy(() -> changed.mappings("tiers").get(0).rate("rate"))
        .hasMessage("--set tiers[0].rate=50: tiers[0].rate: a rate needs a unit, e.g. 400 Gb/s or 50 GB/s");
  }

  @Test
  void readsPathsFromAMapping() {
    Mapping row = YamlDocument.parse("family.yaml", "set: {name: y, batch.micro: many, batch.global: 64}");

    Mapping changed = Overrides.of(row.mapping("set")).applyTo(base());

    assertThat(changed.mapping("batch")).hasToString("{micro: many, global: 64}");
    assertThatThrownBy(() -> changed.mapping("batch").count("micro"))
        .hasMessageStartingWith("family.yaml:1:29: set.batch.micro: 'many' is not a count");
  }

  @Test
  void looksUpANameToSetSomethingBelowIt() {
    Mapping scenario = YamlDocument.parse("x.yaml", "{topology: small, model: tiny}");
    Overrides.Expansion expansion = name -> name.path().toString().equals("topology")
        ? Optional.of(YamlDocument.parse(name.text() + ".yaml", "{cards: 8, tiers: [{rate: 1 GB/s}]}"))
        : Optional.empty();

    Mapping changed = Overrides.parse(List.of("topology.tiers[0].rate=2 GB/s", "topology.cards=4"))
        .applyTo(scenario, expansion);

    assertThat(changed).hasToString("{topology: {cards: 4, tiers: [{rate: 2 GB/s}]}, model: tiny}");
    assertThatThrownBy(() -> Overrides.parse(List.of("model.layers=2")).applyTo(scenario, expansion))
        .hasMessage(
            "--set model.layers=2: model: is the single value 'tiny', below which nothing can be set");
  }
}
