package org.kilocard.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {

  @TempDir
  private Path root;

  private Catalogue catalogue;

  @BeforeEach
  void fill() throws IOException {
    Files.createDirectories(root.resolve("topologies/hardware"));
    Files.createDirectories(root.resolve("mine"));
    for (String file : new String[] {
        "topologies/h800-nvl8-ib.yaml", "topologies/atlas-900.yaml", "topologies/README.md",
        "topologies/hardware/h800.yaml", "mine/own.yaml", "mine/config.json"}) {
      Files.writeString(root.resolve(file), "a: 1\n");
    }
    catalogue = new Catalogue(root);
  }

  @Test
  void listsNames() {
    assertThat(catalogue.names("topologies")).containsExactly("atlas-900", "h800-nvl8-ib");
    assertThat(catalogue.names("topologies/hardware")).containsExactly("h800");
    assertThat(catalogue.names("absent")).isEmpty();
  }

  @Test
  void findsNamesInTheirFolder() {
    assertThat(catalogue.resolve("topologies", "atlas-900"))
        .isEqualTo(root.resolve("topologies/atlas-900.yaml"));
    assertThat(catalogue.resolve("topologies/hardware", "h800", root.resolve("mine/own.yaml")))
        .isEqualTo(root.resolve("topologies/hardware/h800.yaml"));
  }

  @Test
  void findsPathsBesideTheReferringFile() {
    Path referrer = root.resolve("mine/scenario.yaml");

    assertThat(catalogue.resolve("topologies", "own.yaml", referrer))
        .isEqualTo(root.resolve("mine/own.yaml"));
    assertThat(catalogue.resolve("topologies", "./config.json", referrer))
        .isEqualTo(root.resolve("mine/config.json"));
    assertThat(catalogue.resolve("topologies", "../topologies/atlas-900.yaml", referrer))
        .isEqualTo(root.resolve("topologies/atlas-900.yaml"));
    assertThat(catalogue.resolve("topologies", root.resolve("mine/own.yaml").toString(), referrer))
        .isEqualTo(root.resolve("mine/own.yaml"));
  }

  /** Tests run in the directory of the module, where pom.xml lies. */
  @Test
  void findsPathsInTheWorkingDirectory() {
    assertThat(catalogue.resolve("topologies", "./pom.xml", root.resolve("mine/scenario.yaml")))
        .isEqualTo(Path.of("pom.xml"));
    assertThat(catalogue.resolve("topologies", "./pom.xml")).isEqualTo(Path.of("pom.xml"));
  }

  @Test
  void suggestsNames() {
    assertThatThrownBy(() -> catalogue.resolve("topologies", "h800-nvl8"))
        .isInstanceOf(InputException.class)
        .hasMessage("there is no 'h800-nvl8' in topologies. Did you mean 'h800-nvl8-ib'?");
    assertThatThrownBy(() -> catalogue.resolve("topologies", "tpu-v5p"))
        .hasMessage("there is no 'tpu-v5p' in topologies. Known: atlas-900, h800-nvl8-ib");
    assertThatThrownBy(() -> catalogue.resolve("absent", "tpu-v5p"))
        .hasMessage("there is no 'tpu-v5p' in absent. Known: none");
  }

  @Test
  void listsSomeOfManyNames() throws IOException {
    for (int i = 10; i < 30; i++) {
      Files.writeString(root.resolve("mine/n" + i + ".yaml"), "a: 1\n");
    }

    assertThatThrownBy(() -> catalogue.resolve("mine", "other"))
        .hasMessageEndingWith("n20, n21, n22, n23, n24 and 6 more");
  }

  @Test
  void namesTheFilesThatAreMissing() {
    Path referrer = root.resolve("mine/scenario.yaml");

    assertThatThrownBy(() -> catalogue.resolve("topologies", "atlas-901.yaml", referrer))
        .isInstanceOfSatisfying(InputException.class, e -> {
          assertThat(e.problem()).isEqualTo(
              "there is no file atlas-901.yaml (nor " + root.resolve("mine/atlas-901.yaml") + ")");
          assertThat(e.hint()).contains("Did you mean 'atlas-900'?");
        });
    assertThatThrownBy(() -> catalogue.resolve("topologies", "./x.yml"))
        .hasMessage("there is no file ./x.yml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "..\\x", "-x", "a\u0000b"})
  void namesCannotLeaveTheFolder(String name) {
    assertThatThrownBy(() -> catalogue.resolve("topologies", name))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is neither a name nor a path");
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", "./", "../", "./src"})
  void foldersAreNoFiles(String folder) {
    assertThatThrownBy(() -> catalogue.resolve("topologies", folder))
        .isInstanceOf(InputException.class)
        .hasMessage("'" + folder + "' is a directory, not a file");
  }

  @Test
  void complaintsPointAtTheReference() {
    Mapping scenario = YamlDocument.parse("x.yaml", "{topology: atlas-90, model: \"a\\0.yaml\"}");

    assertThatThrownBy(() -> catalogue.resolve("topologies", scenario.scalar("topology"), Path.of("x.yaml")))
        .hasMessage("x.yaml:1:12: topology: there is no 'atlas-90' in topologies. Did you mean 'atlas-900'?");
    assertThatThrownBy(() -> catalogue.resolve("topologies", scenario.scalar("model"), Path.of("x.yaml")))
        .hasMessage("x.yaml:1:29: model: 'a .yaml' is not a path");
  }
}
