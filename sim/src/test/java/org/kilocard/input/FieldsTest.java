package org.kilocard.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldsTest {

  enum Schedule implements Spelled {
    GPIPE("gpipe"), ONE_F_ONE_B("1f1b"), ZB_H1("zb-h1"), DUALPIPE("dualpipe");

    private final String spelling;

    Schedule(String spelling) {
      this.spelling = spelling;
    }

    @Override
    public String spelling() {
      return spelling;
    }
  }

  enum Kind { SWITCH, FULL_MESH }

  private static final Map<String, Function<Mapping, Object>> READERS = Map.ofEntries(
      Map.entry("text", m -> m.text("k")),
      Map.entry("count", m -> m.count("k")),
      Map.entry("count 0..64", m -> m.count("k", 0, 64)),
      Map.entry("integer", m -> m.integer("k")),
      Map.entry("integer -5..5", m -> m.integer("k", -5, 5)),
      Map.entry("number", m -> m.number("k")),
      Map.entry("number 0..1", m -> m.number("k", 0, 1)),
      Map.entry("number 0.5..", m -> m.number("k", 0.5, Double.POSITIVE_INFINITY)),
      Map.entry("number ..2", m -> m.number("k", Double.NEGATIVE_INFINITY, 2)),
      Map.entry("flag", m -> m.flag("k")),
      Map.entry("rate", m -> m.rate("k")),
      Map.entry("time", m -> m.time("k")),
      Map.entry("bytes", m -> m.bytes("k")),
      Map.entry("flops", m -> m.flops("k")),
      Map.entry("frequency", m -> m.frequency("k")),
      Map.entry("money", m -> m.money("k")),
      Map.entry("power", m -> m.power("k")),
      Map.entry("schedule", m -> m.choice("k", Schedule.class)),
      Map.entry("kind", m -> m.choice("k", Kind.class)),
      Map.entry("mapping", m -> m.mapping("k")),
      Map.entry("listing", m -> m.listing("k")),
      Map.entry("texts", m -> m.texts("k")),
      Map.entry("counts 1..9", m -> m.counts("k", 1, 9)),
      Map.entry("integers -9..9", m -> m.integers("k", -9, 9)),
      Map.entry("numbers 0..1", m -> m.numbers("k", 0, 1)),
      Map.entry("choices", m -> m.choices("k", Kind.class)),
      Map.entry("mappings", m -> m.mappings("k")));

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "text           | ib             | ib",
      "text           | \"\"           | ``",
      "text           | \"null\"       | null",
      "text           | 2048           | 2048",
      "text           | a, b c         | a, b c",
      "count          | 2048           | 2048",
      "count          | 14.8T          | 14800000000000",
      "count          | \"14.8T\"      | 14800000000000",
      "count          | 1e3            | 1000",
      "count          | 9007199254740992 | 9007199254740992",
      "count 0..64    | 0              | 0",
      "count 0..64    | 64             | 64",
      "integer        | -3             | -3",
      "integer        | 123456789012345678 | 123456789012345678",
      "integer -5..5  | +5             | 5",
      "number         | -1.5e3         | -1500.0",
      "number 0..1    | 0              | 0.0",
      "number 0..1    | 1.0            | 1.0",
      "number 0.5..   | 1e300          | 1.0E300",
      "flag           | true           | true",
      "flag           | false          | false",
      "rate           | 400 Gb/s       | 5.0E10",
      "rate           | \"400 Gb/s\"   | 5.0E10",
      "time           | 2.1 us         | 2100000",
      "time           | 0 us           | 0",
      "bytes          | 64 MiB         | 67108864",
      "flops          | 989 TFLOPS     | 9.89E14",
      "frequency      | 1.5 GHz        | 1.5E9",
      "money          | 2 USD          | 2.0",
      "power          | 1 kW           | 1000.0",
      "schedule       | 1f1b           | ONE_F_ONE_B",
      "schedule       | zb-h1          | ZB_H1",
      "kind           | full-mesh      | FULL_MESH",
      "mapping        | {a: 1}         | {a: 1}",
      "listing        | [1, [a]]       | [1, [a]]",
      "texts          | [a, \"b\", 3]  | [a, b, 3]",
      "texts          | []             | []",
      "counts 1..9    | [1, 9]         | [1, 9]",
      "integers -9..9 | [-9, 9]        | [-9, 9]",
      "numbers 0..1   | [0, .5, 1]     | [0.0, 0.5, 1.0]",
      "choices        | [switch]       | [SWITCH]",
      "mappings       | [{a: 1}, {}]   | [{a: 1}, {}]"})
  void reads(String reader, String value, String expected) {
    Mapping mapping = YamlDocument.parse("x.yaml", "k: " + value);

    assertThat(READERS.get(reader).apply(mapping)).hasToString(expected);
    mapping.done();
  }

  /** The value begins in column 4 of line 1; items of lists are pointed at one by one. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "text           | {a: 1}       | 4: k: must be a single value, not a mapping",
      "text           | [a]          | 4: k: must be a single value, not a list",
      "count          | many         | 4: k: 'many' is not a count, e.g. 2048, 3k or 14.8T",
      "count          | 0            | 4: k: must be a whole number of at least 1, not '0'",
      "count          | -1           | 4: k: a count cannot be negative, as '-1' is",
      "count          | 1.5          | 4: k: must be a whole number of at least 1, not '1.5'",
      "count          | \"2048\"     | 4: k: must be a number, not '2048' in quotes. Leave out the quotes.",
      "count          | 1e300        | 4: k: '1e300' is too large for a count",
      "count          | 2,048        | 4: k: write '2,048' without ',' between the digits",
      "count 0..64    | 65           | 4: k: must be a whole number from 0 to 64, not '65'",
      "count 0..64    | [1]          | 4: k: must be a single value, not a list",
      "integer        | 1.0          | 4: k: must be a whole number, not '1.0'",
      "integer        | 3k           | 4: k: must be a whole number, not '3k'",
      "integer        | 12345678901234567890 | 4: k: must be a whole number, not '12345678901234567890'",
      "integer        | \"3\"        | 4: k: must be a number, not '3' in quotes. Leave out the quotes.",
      "integer -5..5  | 6            | 4: k: must be a whole number from -5 to 5, not '6'",
      "number         | NaN          | 4: k: must be a number, not 'NaN'",
      "number         | .inf         | 4: k: must be a number, not '.inf'",
      "number         | 1e999        | 4: k: must be a number, not '1e999'",
      "number         | 0x10         | 4: k: must be a number, not '0x10'",
      "number         | 1d           | 4: k: must be a number, not '1d'",
      "number         | true         | 4: k: must be a number, not 'true'",
      "number 0..1    | 1.5          | 4: k: must be a number from 0 to 1, not '1.5'",
      "number 0.5..   | 0.4          | 4: k: must be a number of at least 0.5, not '0.4'",
      "number ..2     | 3            | 4: k: must be a number of at most 2, not '3'",
      "flag           | yes          | 4: k: must be true or false, not 'yes'",
      "flag           | True         | 4: k: must be true or false, not 'True'",
      "flag           | 1            | 4: k: must be true or false, not '1'",
      "flag           | \"true\"     | 4: k: must be true or false, not 'true' in quotes",
      "rate           | 50           | 4: k: a rate needs a unit, e.g. 400 Gb/s or 50 GB/s",
      "rate           | 400 Gbs      | 4: k: unknown rate unit 'Gbs'. Did you mean 'Gb/s'?",
      "rate           | 0 GB/s       | 4: k: must be above zero, not '0 GB/s'",
      "time           | 3            | 4: k: a time needs a unit, e.g. 2.1 us or 3 ms",
      "time           | -3 us        | 4: k: a time cannot be negative, as '-3 us' is",
      "bytes          | 64           | 4: k: a size needs a unit, e.g. 64 MiB or 80 GB",
      "flops          | 0 TFLOPS     | 4: k: must be above zero, not '0 TFLOPS'",
      "flops          | 989          | 4: k: a compute rate needs a unit, e.g. 989 TFLOPS or 1.9 PFLOPS",
      "frequency      | 0 Hz         | 4: k: must be above zero, not '0 Hz'",
      "money          | 2            | 4: k: a price needs a unit, e.g. 2 USD",
      "power          | 700          | 4: k: a power needs a unit, e.g. 700 W or 1.2 kW",
      "schedule       | dualpip      | 4: k: unknown value 'dualpip'."
          + " Did you mean 'dualpipe'? Allowed: gpipe, 1f1b, zb-h1, dualpipe",
      "schedule       | fast         | 4: k: unknown value 'fast'. Allowed: gpipe, 1f1b, zb-h1, dualpipe",
      "kind           | full_mesh    | 4: k: unknown value 'full_mesh'."
          + " Did you mean 'full-mesh'? Allowed: switch, full-mesh",
      "mapping        | 3            | 4: k: must be a mapping, not '3'. Mappings are written {key: value}.",
      "mapping        | [a]          | 4: k: must be a mapping, not a list."
          + " Mappings are written {key: value}.",
      "listing        | 3            | 4: k: must be a list, not '3'. Lists are written [a, b].",
      "listing        | {a: 1}       | 4: k: must be a list, not a mapping. Lists are written [a, b].",
      "texts          | [a, [b]]     | 8: k[1]: must be a single value, not a list",
      "texts          | [a, ~]       | 8: k[1]: has no value",
      "counts 1..9    | [1, 10]      | 8: k[1]: must be a whole number from 1 to 9, not '10'",
      "integers -9..9 | [x]          | 5: k[0]: must be a whole number from -9 to 9, not 'x'",
      "numbers 0..1   | [0, 0, 2]    | 11: k[2]: must be a number from 0 to 1, not '2'",
      "choices        | [swich]      | 5: k[0]: unknown value 'swich'."
          + " Did you mean 'switch'? Allowed: switch, full-mesh",
      "mappings       | [{a: 1}, b]  | 13: k[1]: must be a mapping, not 'b'."
          + " Mappings are written {key: value}."})
  void refuses(String reader, String value, String message) {
    Mapping mapping = YamlDocument.parse("x.yaml", "k: " + value);

    assertThatThrownBy(() -> READERS.get(reader).apply(mapping))
        .isInstanceOf(InputException.class)
        .hasMessage("x.yaml:1:" + message);
  }

  /** Every reader of the table, so that none forgets the absent key. */
  @Test
  void wantsTheKey() {
    Mapping absent = YamlDocument.parse("x.yaml", "other: 1");
    Mapping empty = YamlDocument.parse("x.yaml", "\nk:");

    assertThat(READERS.values()).allSatisfy(reader -> {
      assertThatThrownBy(() -> reader.apply(absent)).hasMessage("x.yaml:1:1: k: is missing");
      assertThatThrownBy(() -> reader.apply(empty)).hasMessage("x.yaml:2:1: k: has no value");
    });
  }

  @ParameterizedTest
  @CsvSource({"k:", "k: ~", "k: null", "other: 1"})
  void anEmptyValueIsAbsent(String text) {
    Mapping mapping = YamlDocument.parse("x.yaml", text);

    assertThat(mapping.has("k")).isFalse();
    assertThat(mapping.optionalNode("k")).isEmpty();
    assertThat(mapping.optionalText("k")).isEmpty();
    assertThat(mapping.optionalMapping("k")).isEmpty();
    assertThat(mapping.optionalListing("k")).isEmpty();
    assertThat(mapping.optionalChoice("k", Kind.class)).isEmpty();
    assertThat(mapping.optionalCount("k")).isEmpty();
    assertThat(mapping.optionalCount("k", 0, 9)).isEmpty();
    assertThat(mapping.optionalInteger("k")).isEmpty();
    assertThat(mapping.optionalNumber("k")).isEmpty();
    assertThat(mapping.optionalNumber("k", 0, 1)).isEmpty();
    assertThat(mapping.optionalRate("k")).isEmpty();
    assertThat(mapping.optionalTime("k")).isEmpty();
    assertThat(mapping.optionalBytes("k")).isEmpty();
    assertThat(mapping.optionalFlops("k")).isEmpty();
    assertThat(mapping.optionalFrequency("k")).isEmpty();
    assertThat(mapping.optionalMoney("k")).isEmpty();
    assertThat(mapping.optionalPower("k")).isEmpty();
    assertThat(mapping.text("k", "x")).isEqualTo("x");
    assertThat(mapping.count("k", 7)).isEqualTo(7);
    assertThat(mapping.flag("k", true)).isTrue();
    assertThat(mapping.choice("k", Kind.FULL_MESH)).isEqualTo(Kind.FULL_MESH);
    assertThat(mapping.section("k").keys()).isEmpty();
    assertThatThrownBy(() -> mapping.section("k").count("n")).hasMessage("x.yaml:1:1: k.n: is missing");
  }

  @Test
  void optionalReadersReadWhatIsThere() {
    Mapping mapping = YamlDocument.parse("x.yaml", """
        text: a
        count: 3
        number: 0.5
        rate: 1 GB/s
        time: 1 ns
        kind: full-mesh
        flag: false
        section: {n: 4}
        """);

    assertThat(mapping.has("text")).isTrue();
    assertThat(mapping.optionalText("text")).contains("a");
    assertThat(mapping.text("text", "x")).isEqualTo("a");
    assertThat(mapping.optionalCount("count")).hasValue(3);
    assertThat(mapping.count("count", 9)).isEqualTo(3);
    assertThat(mapping.optionalInteger("count")).hasValue(3);
    assertThat(mapping.optionalNumber("number", 0, 1)).hasValue(0.5);
    assertThat(mapping.optionalRate("rate")).hasValue(1e9);
    assertThat(mapping.optionalTime("time")).hasValue(1000);
    assertThat(mapping.choice("kind", Kind.SWITCH)).isEqualTo(Kind.FULL_MESH);
    assertThat(mapping.flag("flag", true)).isFalse();
    assertThat(mapping.section("section").count("n")).isEqualTo(4);
  }

  @Test
  void aValueMayBeOfTwoShapes() {
    Mapping name = YamlDocument.parse("x.yaml", "load: uniform");
    Mapping shape = YamlDocument.parse("x.yaml", "load: {zipf: 1.0}");

    assertThat(name.node("load")).isInstanceOf(Scalar.class);
    assertThat(shape.node("load")).isInstanceOfSatisfying(Mapping.class,
        load -> assertThat(load.number("zipf")).isEqualTo(1.0));
  }
}
