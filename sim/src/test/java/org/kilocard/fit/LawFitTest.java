package org.kilocard.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.AcceleratorFile;
import org.kilocard.hardware.Confidence;
import org.kilocard.hardware.Constant;
import org.kilocard.hardware.Constants;
import org.kilocard.input.InputException;
import org.kilocard.input.Mapping;
import org.kilocard.input.YamlDocument;

/** Fits of constants that are known beforehand, and families that are refused. */
class LawFitTest {
  private static final String SUSTAINED = "kernels.gemm.bf16.sustained";
  private static final String LAUNCH = "kernels.gemm.bf16.launch";

  @TempDir
  Path folder;

  /** Times made by the law with other constants are fitted by those constants, from the catalogue's as a start. */
  @Test
  void findsTheConstantsThatMadeTheTimes() {
    KernelFamily family = KernelFamilies.named("h100-products");
    Accelerator other = Constants.with(family.accelerator(), Map.of(SUSTAINED, 0.6, LAUNCH, 9e-6));
    List<KernelRow> made = family.rows().stream()
        .filter(row -> row.table().startsWith("bf16, trtllm"))
        .map(row -> new KernelRow(row.table(), row.label(), KernelRow.Role.FIT, row.kernels(), row.units(),
            row.attention(), row.ownCast(), row.predictedSeconds(other)))
        .toList();
    Map<String, Double> found = LawFit.of(new KernelFamily(
        "made", family.accelerator(), List.of(SUSTAINED, LAUNCH), Map.of(), made)).constants();
    assertThat(found.get(SUSTAINED)).isCloseTo(0.6, within(0.003));
    assertThat(found.get(LAUNCH)).isCloseTo(9e-6, within(0.1e-6));
  }

  /** The written file is read again, holds the fitted values, and says where they come from. */
  @Test
  void writesAnAcceleratorFile() throws Exception {
    KernelFamily family = KernelFamilies.named("a100-attention");
    Mapping document = YamlDocument.parse(
        KernelFamilies.CATALOGUE.resolve(AcceleratorFile.FOLDER, family.accelerator().id()));
    String path = "kernels.attention.fa2.launch";
    LawFit.Fitted fitted = new LawFit.Fitted(Map.of(path, 7.5e-6), Map.of());
    Path file = Files.writeString(folder.resolve("mine.yaml"), FittedAccelerator.text(document, family, fitted));
    Accelerator written = AcceleratorFile.read(YamlDocument.parse(file));
    Constant launch = Constants.of(written).get(path);
    assertThat(launch.value()).isEqualTo(7.5e-6);
    assertThat(launch.source().confidence()).isEqualTo(Confidence.FITTED);
    assertThat(launch.source().text()).contains("A100, fused attention", "30 rows", "median error");
    assertThat(Constants.with(written, Map.of(path, 4.1e-6)).kernels().gemm())
        .isEqualTo(family.accelerator().kernels().gemm());
  }

  @Test
  void badFamiliesAreRefused() throws Exception {
    refused("fit: [gemm.bf16.sustaned]", "gemm.bf16.sustaned", "Did you mean 'gemm.bf16.sustained'?");
    refused("fit: [gemm.bf16.sustained, gemm.bf16.launch]", "2 constants cannot be fitted to 1 rows", "");
    refused("kernel: {product: bf17}", "is no format", "");
    refused("kernel: {attention: fa9, pass: forward, heads: 1, head: 64, causal: true}", "no attention kernels", "fa3");
    refused("us: {4096: {128: 5}}", "is no shape", "4096x7168");
    refused("us: {4096x4096: {128: 0}}", "must be above zero", "");
    refused("role: guess", "unknown value 'guess'", "fit, predict");
  }

  private void refused(String line, String problem, String hint) throws Exception {
    String family = """
        family: test
        accelerator: h100
        fit: []
        tables:
          - name: one
            role: fit
            source: a book
            kernel: {product: bf16}
            us: {4096x4096: {128: 17}}
        """;
    String key = line.substring(0, line.indexOf(':'));
    Path file = Files.writeString(folder.resolve("family.yaml"),
        family.replaceFirst("(?m)" + key + ": .*$", line.replace("$", "\\$")));
    assertThatThrownBy(() -> KernelFamily.read(YamlDocument.parse(file), KernelFamilies.CATALOGUE))
        .isInstanceOf(InputException.class).hasMessageContaining(problem).hasMessageContaining(hint);
  }
}
