package org.kilocard.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class MappingTest {

  private static Mapping parse(String text) {
    return YamlDocument.parse("x.yaml", text);
  }

  @Test
  void refusesTheFirstKeyThatNobodyAskedFor() {
    Mapping parallelism = parse("""
        parallelism:
          tensor: 1
          pipelin: 16
          exprt: 8
        """).mapping("parallelism");
    parallelism.count("tensor");
    parallelism.optionalCount("pipeline");
    parallelism.optionalCount("expert");

    assertThatThrownBy(parallelism::done)
        .isInstanceOfSatisfying(InputException.class, e -> {
          assertThat(e.location()).contains(new Location("x.yaml", 3, 3));
          assertThat(e.path()).isEqualTo("parallelism.pipelin");
          assertThat(e.problem()).isEqualTo("unknown key");
          assertThat(e.hint()).contains("Did you mean 'pipeline'?");
        })
        .hasMessage("x.yaml:3:3: parallelism.pipelin: unknown key. Did you mean 'pipeline'?");
  }

  @Test
  void listsTheKeysIfNoneIsNear() {
    Mapping mapping = parse("{tensor: 1, colour: red}");
    mapping.count("tensor");
    mapping.optionalCount("pipeline");

    assertThatThrownBy(mapping::done)
        .hasMessage("x.yaml:1:13: colour: unknown key. Valid keys: pipeline, tensor");
  }

  @Test
  void doesNotListManyKeys() {
    Mapping mapping = parse("colour: red");
    for (int i = 0; i < 16; i++) {
      mapping.optionalText("key" + i);
    }

    assertThatThrownBy(mapping::done).hasMessage("x.yaml:1:1: colour: unknown key");
  }

  @Test
  void anEmptyUnknownKeyIsUnknownToo() {
    Mapping mapping = parse("colour:");

    assertThatThrownBy(mapping::done).hasMessage("x.yaml:1:1: colour: unknown key");
  }

  @Test
  void asksWhetherAPresentKeyIsTheMissingOneMisspelled() {
    Mapping mapping = parse("{tensor: 1, layer: 61}");
    mapping.count("tensor");

    assertThatThrownBy(() -> mapping.count("layers"))
        .hasMessage("x.yaml:1:13: layers: is missing. Is 'layer' a misspelling of it?");
  }

  @Test
  void aKeyThatWasReadIsNoMisspelling() {
    Mapping mapping = parse("layer: 61");
    mapping.count("layer");

    assertThatThrownBy(() -> mapping.count("layers")).hasMessage("x.yaml:1:1: layers: is missing");
  }

  @Test
  void locatesTheFaultsOfItsReader() {
    Mapping batch = parse("batch: {global: 100, micro: 3}").mapping("batch");

    assertThat(batch.fail("micro", "must divide global", "Use 1, 2 or 4."))
        .hasMessage("x.yaml:1:29: batch.micro: must divide global. Use 1, 2 or 4.");
    assertThat(batch.fail("length", "is needed here")).hasMessage("x.yaml:1:8: batch.length: is needed here");
    assertThat(batch.fail("is odd")).hasMessage("x.yaml:1:8: batch: is odd");
    assertThat(batch.location("global")).isEqualTo(new Location("x.yaml", 1, 17));
  }

  @Test
  void twoReadersMayShareAMapping() {
    Mapping root = parse("moe: {load: uniform, node_limit: 4}");
    root.mapping("moe").text("load");
    root.mapping("moe").count("node_limit");

    assertThatCode(root.mapping("moe")::done).doesNotThrowAnyException();
  }

  @Test
  void withReplacesAndAppends() {
    Mapping root = parse("{topology: small, cards: 8}");
    Mapping topology = YamlDocument.parse("small.yaml", "name: small");
    root.text("topology");

    Mapping inlined = root.with("topology", topology).with("model", topology);

    assertThat(inlined).hasToString("{topology: {name: small}, cards: 8, model: {name: small}}");
    assertThat(root).hasToString("{topology: small, cards: 8}");
    assertThat(inlined.mapping("topology").fail("name", "is taken"))
        .hasMessage("small.yaml:1:7: name: is taken");
    assertThatThrownBy(inlined::done).hasMessageStartingWith("x.yaml:1:19: cards: unknown key");
  }

  @Test
  void whatWasReadBeforeIsUnreadInACopy() {
    Mapping root = parse("a: {b: 1}");
    root.mapping("a").count("b");

    Mapping copy = root.unread();

    assertThatThrownBy(copy::done).hasMessage("x.yaml:1:1: a: unknown key");
    assertThatThrownBy(copy.mapping("a")::done).hasMessage("x.yaml:1:5: a.b: unknown key");
    assertThatCode(root::done).doesNotThrowAnyException();
  }

  @Test
  void mergesMappingsAndReplacesTheRest() {
    Mapping base = parse("{a: {b: 1, c: [1, 2]}, d: 2, e: {f: 1}}");
    Mapping over = YamlDocument.parse("y.yaml", "{a: {c: [3], g: 4}, d: {h: 5}, e: 6, i: 7}");

    Mapping merged = base.merge(over);

    assertThat(merged).hasToString("{a: {b: 1, c: [3], g: 4}, d: {h: 5}, e: 6, i: 7}");
    assertThat(merged.mapping("a").location("b").file()).isEqualTo("x.yaml");
    assertThat(merged.mapping("a").location("c").file()).isEqualTo("y.yaml");
    assertThat(base).hasToString("{a: {b: 1, c: [1, 2]}, d: 2, e: {f: 1}}");
  }

  @Test
  void longHintsTakeASecondLine() {
    InputException shortOne = InputException.at(Location.of("a"), "is wrong").withHint("Do this.");
    InputException longOne = shortOne.withHint("x".repeat(90));

    assertThat(shortOne).hasMessage("a: is wrong. Do this.");
    assertThat(longOne).hasMessage("a: is wrong.\n  " + "x".repeat(90));
    assertThat(InputException.of("no place").location()).isEqualTo(Optional.empty());
  }

  @Test
  void messagesHoldNoControlCharacters() {
    Mapping mapping = parse("k: \"\\e[31mred\\nflag\"");

    assertThatThrownBy(() -> mapping.flag("k"))
        .hasMessage("x.yaml:1:4: k: must be true or false, not ' [31mred flag' in quotes");
  }
}
