package org.kilocard.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is read again as the same. */
class YamlTextTest {
  @TempDir
  Path folder;

  static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of("..", "topologies"))) {
      return all.filter(path -> path.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileOfTheCatalogue(Path file) throws IOException {
    same(YamlDocument.parse(file));
  }

  @Test
  void awkwardWords() throws IOException {
    Path file = Files.writeString(folder.resolve("awkward.yaml"), """
        "key: with colon": "a: b"
        hash: "a # b"
        quoted: "12"
        empty: ""
        nothing:
        between: {a: , b: 1}
        lines: "one\\ntwo"
        dash: "- not a list"
        spaces: "  kept  "
        list: [1, {a: [2, "3"]}, [x, y]]
        deep: {one: {two: {three: [{a: 1, b: {c: 2}}]}}}
        """);
    same(YamlDocument.parse(file));
  }

  private void same(Mapping tree) throws IOException {
    Path again = Files.writeString(folder.resolve("again.yaml"), YamlText.of(tree));
    assertThat(YamlDocument.parse(again)).hasToString(tree.toString());
  }
}
