package org.kilocard.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.input.Catalogue;
import org.kilocard.input.Mapping;
import org.kilocard.input.YamlDocument;

/** The constants of a card or a stack are found by the path of their key. */
class ConstantsTest {
  private static final Catalogue CATALOGUE = new Catalogue(Path.of(".."));

  static Stream<String> cards() {
    return CATALOGUE.names(AcceleratorFile.FOLDER).stream();
  }

  static Stream<String> stacks() {
    return CATALOGUE.names(StackFile.FOLDER).stream();
  }

  @ParameterizedTest
  @MethodSource("cards")
  void everyPathOfACardIsAKeyOfItsFile(String name) {
    Path file = CATALOGUE.resolve(AcceleratorFile.FOLDER, name);
    Map<String, Constant> constants = Constants.of(AcceleratorFile.load(CATALOGUE, name));
    assertThat(constants).hasSizeGreaterThan(15).containsKey("kernels.memory.contention");
    constants.keySet().forEach(path -> assertThat(isWritten(YamlDocument.parse(file), path)).as(path).isTrue());
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void everyPathOfAStackIsAKeyOfItsFile(String name) {
    Path file = CATALOGUE.resolve(StackFile.FOLDER, name);
    Map<String, Constant> constants = Constants.of(StackFile.load(CATALOGUE, name));
    assertThat(constants).hasSizeGreaterThan(8).containsKey("kernel_gap");
    Optional<String> extended = YamlDocument.parse(file).optionalText("extends");
    // What a stack may leave out.
    constants.keySet().stream().filter(path -> !List.of("placeholder_bytes", "gradient_copy_bytes", "fp8_weights.copies").contains(path)).forEach(path -> assertThat(
        isWritten(YamlDocument.parse(file), path) || extended.isPresent() && isWritten(
            YamlDocument.parse(CATALOGUE.resolve(StackFile.FOLDER, extended.get())), path)).as(path).isTrue());
  }

  @Test
  void oneIsReplacedAndNothingElse() {
    Accelerator before = AcceleratorFile.load(CATALOGUE, "h100");
    Accelerator after = Constants.with(before, Map.of("kernels.gemm.bf16.sustained", 0.5));
    Constant changed = Constants.of(after).get("kernels.gemm.bf16.sustained");
    assertThat(changed.value()).isEqualTo(0.5);
    assertThat(changed.source()).isEqualTo(Constants.of(before).get("kernels.gemm.bf16.sustained").source());
    assertThat(Constants.with(after,
        Map.of("kernels.gemm.bf16.sustained", before.kernels().gemm(GemmFormat.parse("bf16")).sustained().value())))
        .isEqualTo(before);
  }

  @Test
  void impossibleValuesAndUnknownPathsAreRefused() {
    Accelerator card = AcceleratorFile.load(CATALOGUE, "h100");
    assertThatThrownBy(() -> Constants.with(card, Map.of("kernels.gemm.bf16.sustained", 1.5)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("sustained");
    assertThatThrownBy(() -> Constants.with(card, Map.of("kernels.gemm.bf16.sustaned", 0.5)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("kernels.gemm.bf16.sustaned");
  }

  private static boolean isWritten(Mapping document, String path) {
    Mapping at = document;
    String[] keys = path.split("\\.");
    for (int i = 0; i < keys.length - 1; i++) {
      at = at.section(keys[i]);
    }
    return at.has(keys[keys.length - 1]);
  }
}
