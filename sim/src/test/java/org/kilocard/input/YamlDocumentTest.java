package org.kilocard.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlDocumentTest {

  @TempDir
  private Path directory;

  private static final String NESTED = """
      # a comment
      name: DeepSeek, 2,048 H800
      parallelism: {tensor: 1, pipeline: 16,
          order: [data, "pipeline"]}
      tiers:
        - {name: nvlink, rate: 200 GB/s}
        - name: ib
          latency:   2.8 us
      note: '\u00fc \ud83d\ude00'
      after: {emoji: \ud83d\ude00, next: 1}
      """;

  /** Columns count characters from 1, so the two halves of an emoji are one. */
  @ParameterizedTest
  @CsvSource({
      "name,                 2, 7",
      "parallelism,          3, 14",
      "parallelism.tensor,   3, 23",
      "parallelism.pipeline, 3, 36",
      "parallelism.order,    4, 12",
      "parallelism.order[0], 4, 13",
      "parallelism.order[1], 4, 19",
      "tiers,                6, 3",
      "tiers[0],             6, 5",
      "tiers[0].rate,        6, 26",
      "tiers[1],             7, 5",
      "tiers[1].latency,     8, 16",
      "after.next,           10, 25"})
  void knowsWhereEveryValueBegins(String path, int line, int column) {
    Node node = at(YamlDocument.parse("x.yaml", NESTED), path);

    assertThat(node.location()).isEqualTo(new Location("x.yaml", line, column));
    assertThat(node.path()).hasToString(path);
  }

  @Test
  void keepsTextsAndQuotes() {
    Mapping root = YamlDocument.parse("x.yaml", """
        plain: 1.10
        quoted: "1.10"
        single: 'it''s'
        escaped: "\\u00b5s"
        block: |
          two
          lines
        """);

    assertThat(root.scalar("plain")).extracting(Scalar::text, Scalar::quoted).containsExactly("1.10", false);
    assertThat(root.scalar("quoted")).extracting(Scalar::text, Scalar::quoted).containsExactly("1.10", true);
    assertThat(root.text("single")).isEqualTo("it's");
    assertThat(root.text("escaped")).isEqualTo("\u00b5s");
    assertThat(root.text("block")).isEqualTo("two\nlines\n");
    assertThat(root.keys()).containsExactly("plain", "quoted", "single", "escaped", "block");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "a: 1\\nb: 2\\na: 3 | 3:1: a: duplicate key; it is first set at line 1",
      "p: {q: 1, 'q': 2} | 1:11: p.q: duplicate key; it is first set at line 1",
      "a: &x 1\\nb: *x | 1:4: a: anchors (&) and aliases (*) are not allowed. Write the value out.",
      "a: {b: *x} | 1:8: a.b: anchors (&) and aliases (*) are not allowed. Write the value out.",
      "*x : 1 | 1:1: anchors (&) and aliases (*) are not allowed. Write the value out.",
      "a: !!str 1 | 1:4: a: tags (!) are not allowed",
      "a: 1\\n---\\nb: 2 | 2:1: a second document begins here; a file holds one",
      "`` | 1:1: is empty",
      "# nothing | 1:1: is empty",
      "a:\\n\\tb: 1 | 2:1: a tab where YAML wants spaces. Indent with spaces.",
      "a: b: c | 1:5: a ':' that does not belong here."
          + " Put a text that holds ': ' in quotes, and check the indentation of this line.",
      "a: @x | 1:4: '@' cannot begin a value."
          + " Put a text that begins with it in quotes.",
      "a: \"x | 1:4: the quote that opens here is not closed",
      "a: [1, 2\\nb: 3 | 2:2: expected ',' or ']' after the bracket opened at line 1",
      "a: [{b: c[3]}] | 1:10: expected ',' or '}' after the bracket opened at line 1."
          + " Put a value that holds brackets in quotes.",
      "a: {b: 1\\n  c: 2} | 2:4: expected ',' or '}' after the bracket opened at line 1",
      "a: [1,,2] | 1:7: a value is missing here",
      "a:\\n  b: 1\\n c: 2 | 3:2: does not belong to the block that begins at line 1."
          + " Check the indentation of this line.",
      "a: 1\\nb\\nc: 2 | 2:1: a key without a ':' after it",
      "{a: 1} x | 1:8: something follows the end of the document",
      "? [a]\\n: 1 | 1:3: a key must be a single text",
      "'': 1 | 1:1: a key must be a single text",
      "{: 1} | 1:2: a value is missing here",
      "a: \"\\q\" | 1:6: is not YAML: while scanning a double-quoted scalar,"
          + " found unknown escape character q(113)",
      "a: 1\\nb: \\u0001 | 2:4: the control character U+0001 is not allowed"})
  void pointsAtSyntaxErrors(String text, String message) {
    assertThatThrownBy(() -> YamlDocument.parse("x.yaml", unescaped(text)))
        .isInstanceOf(InputException.class)
        .extracting(e -> e.getMessage().replace("\n  ", " "))
        .isEqualTo("x.yaml:" + message);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "- 1   | 1:1: must hold keys and values, not a list.",
      "hello | 1:1: must hold keys and values, not 'hello'.",
      "a:1   | 1:1: must hold keys and values, not 'a:1'.",
      "null  | 1:1: must hold keys and values, not nothing."})
  void wantsAMappingAtTheRoot(String text, String message) {
    assertThatThrownBy(() -> YamlDocument.parse("x.yaml", text))
        .isInstanceOf(InputException.class)
        .hasMessage("x.yaml:" + message
            + "\n  A key and its value are written 'key: value', with a space after the colon.");
  }

  /** 64 levels pass; the 65th bracket below the root, in column 3 + 65, does not. */
  @Test
  void capsNesting() {
    String deepest = "a: " + "[".repeat(64) + "]".repeat(64);
    String tooDeep = "a: " + "[".repeat(100_000);

    assertThat(YamlDocument.parse("x.yaml", deepest).listing("a").size()).isEqualTo(1);
    assertThatThrownBy(() -> YamlDocument.parse("x.yaml", tooDeep))
        .hasMessage("x.yaml:1:68: is nested more than 64 levels deep");
  }

  @Test
  void capsTheNumberOfValues() {
    String many = "a: [" + "1,".repeat(200_000) + "1]";

    assertThatThrownBy(() -> YamlDocument.parse("x.yaml", many))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the file holds more than 200,000 values");
  }

  @Test
  void readsJson() throws IOException {
    Path file = write("config.json", """
        {
        \t"architectures": ["LlamaForCausalLM"],
        \t"rope_scaling": null,
        \t"nested": {
        \t\t"rms_norm_eps": 1e-06, "tie": false,
        \t\t"name": "a\\tb \\ud83d\\ude00 \\/"
        \t}
        }
        """.getBytes(StandardCharsets.UTF_8));

    Mapping root = YamlDocument.parse(file);

    assertThat(root.texts("architectures")).containsExactly("LlamaForCausalLM");
    assertThat(root.has("rope_scaling")).isFalse();
    assertThat(root.mapping("nested").number("rms_norm_eps")).isEqualTo(1e-6);
    assertThat(root.mapping("nested").flag("tie")).isFalse();
    assertThat(root.mapping("nested").text("name")).isEqualTo("a\tb \ud83d\ude00 /");
    assertThat(root.mapping("nested").location("tie")).isEqualTo(new Location(file.toString(), 5, 33));
  }

  @Test
  void ignoresAByteOrderMark() throws IOException {
    Path file = write("x.yaml", "\ufeffa: 1\n".getBytes(StandardCharsets.UTF_8));

    assertThat(YamlDocument.parse(file).count("a")).isEqualTo(1);
  }

  /** 0xFC is u-umlaut in Latin-1 and nothing in UTF-8; it is the third character of the second line. */
  @Test
  void refusesOtherEncodings() throws IOException {
    Path file = write("x.yaml", new byte[] {'a', ':', ' ', '1', '\n', 'b', ':', (byte) 0xfc});

    assertThatThrownBy(() -> YamlDocument.parse(file)).hasMessage(file + ":2:3: is not UTF-8 text");
  }

  @Test
  void refusesFilesThatAreNone() throws IOException {
    Path large = write("large.yaml", new byte[YamlDocument.LARGEST_BYTES + 1]);
    Path missing = directory.resolve("missing.yaml");

    assertThatThrownBy(() -> YamlDocument.parse(missing))
        .isInstanceOf(InputException.class)
        .hasMessage(missing + ": no such file");
    assertThatThrownBy(() -> YamlDocument.parse(directory))
        .hasMessage(directory + ": is a directory, not a file");
    assertThatThrownBy(() -> YamlDocument.parse(large)).hasMessage(large + ": is larger than 8 MiB");
  }

  @Test
  void readsAFileOfEightMebibytes() throws IOException {
    String text = "a: 1\n#" + "x".repeat(YamlDocument.LARGEST_BYTES - 6);
    Path file = write("x.yaml", text.getBytes(StandardCharsets.UTF_8));

    assertThat(YamlDocument.parse(file).count("a")).isEqualTo(1);
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n").replace("\\t", "\t").replace("\\u0001", "\u0001");
  }

  private static Node at(Node root, String path) {
    Node node = root;
    for (KeyPath step : KeyPath.parse(path).orElseThrow().steps()) {
      node = step.isItem()
          ? node.asListing().items().get(step.lastIndex())
          : node.asMapping().node(step.lastKey());
    }
    return node;
  }
}
