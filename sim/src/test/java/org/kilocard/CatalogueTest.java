package org.kilocard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.AcceleratorFile;
import org.kilocard.hardware.AttentionConstants;
import org.kilocard.hardware.Confidence;
import org.kilocard.hardware.Constant;
import org.kilocard.hardware.GemmConstants;
import org.kilocard.hardware.MemoryConstants;
import org.kilocard.hardware.Precision;
import org.kilocard.hardware.Protocol;
import org.kilocard.hardware.Source;
import org.kilocard.hardware.Stack;
import org.kilocard.hardware.StackFile;
import org.kilocard.hardware.TransportConstants;
import org.kilocard.input.Catalogue;
import org.kilocard.model.ModelFile;
import org.kilocard.topology.Cluster;
import org.kilocard.topology.Fabric;
import org.kilocard.topology.Tier;
import org.kilocard.topology.TopologyFile;

/** Reads every file of the catalogue, and asks every number in it where it comes from. */
class CatalogueTest {
  private static final Catalogue CATALOGUE = new Catalogue(Path.of(".."));

  static List<String> accelerators() {
    return some(AcceleratorFile.FOLDER);
  }

  static List<String> stacks() {
    return some(StackFile.FOLDER);
  }

  static List<String> topologies() {
    return some(TopologyFile.FOLDER);
  }

  static List<String> models() {
    return some(ModelFile.FOLDER);
  }

  private static List<String> some(String folder) {
    List<String> names = CATALOGUE.names(folder);
    assertThat(names).as("files in %s", folder).hasSizeGreaterThan(4);
    return names;
  }

  @ParameterizedTest
  @MethodSource("accelerators")
  void everyNumberOfAnAcceleratorHasASource(String name) {
    Accelerator card = AcceleratorFile.load(CATALOGUE, name);
    assertThat(card.id()).isEqualTo(name);
    // Nobody sells less than 50 TFLOPS or more than 10 PFLOPS in BF16, 10 GB, or a byte per 100 operations.
    assertThat(card.peakFlops(Precision.BF16)).isBetween(50e12, 10e15);
    assertThat(card.memoryCapacityBytes()).isBetween(10e9, 1e12);
    assertThat(card.memoryBytesPerSecond()).isBetween(0.5e12, 50e12);
    assertThat(card.sources()).containsKeys("peak", "units", "memory");
    card.sources().forEach(CatalogueTest::says);
    constants(card).forEach((what, constant) -> says(name + " " + what, constant.source()));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void everyNumberOfAStackHasASource(String name) {
    Stack stack = StackFile.load(CATALOGUE, name);
    assertThat(stack.id()).isEqualTo(name);
    assertThat(stack.transports()).isNotEmpty();
    stack.sources().forEach(CatalogueTest::says);
    constants(stack).forEach(constant -> says(name, constant.source()));
  }

  @ParameterizedTest
  @MethodSource("topologies")
  void everyTopologyCanBeLaidOutForItsStack(String name) {
    Cluster cluster = TopologyFile.load(CATALOGUE, name);
    assertThat(cluster.name()).isEqualTo(name);
    assertThat(cluster.misfits(StackFile.load(CATALOGUE, cluster.stack()))).isEmpty();
    int cards = Math.min(cluster.mostCards(), 4096);
    assertThat(new Fabric(cluster.tiers(), cards).cards()).isEqualTo(cards);
    // The links between domains are no faster and no nearer than those inside.
    for (int t = 1; t < cluster.tiers().size(); t++) {
      Tier inner = cluster.tiers().get(t - 1);
      Tier outer = cluster.tiers().get(t);
      assertThat(outer.bytesPerSecond()).isLessThan(inner.bytesPerSecond());
      assertThat(outer.latencyPs()).isGreaterThan(inner.latencyPs());
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyModelCanBeRead(String name) {
    assertThat(ModelFile.load(CATALOGUE, name).layers()).isPositive();
  }

  /** A source names something; an assumption gives a reason, which takes a few words. */
  private static void says(String what, Source source) {
    int words = source.text().split("\\s+").length;
    assertThat(words).as("source of %s: %s", what, source.text())
        .isGreaterThanOrEqualTo(source.confidence() == Confidence.ASSUMED ? 3 : 2);
  }

  private static Map<String, Constant> constants(Accelerator card) {
    Map<String, Constant> all = new LinkedHashMap<>();
    card.kernels().gemm().forEach((format, gemm) -> {
      List<Constant> of = gemm(gemm);
      for (int i = 0; i < of.size(); i++) {
        all.put(format + " " + i, of.get(i));
      }
    });
    card.kernels().attention().forEach((name, attention) -> {
      List<Constant> of = attention(attention);
      for (int i = 0; i < of.size(); i++) {
        all.put(name + " " + i, of.get(i));
      }
    });
    MemoryConstants memory = card.kernels().memory();
    all.put("stream", memory.streamFraction());
    all.put("convert", memory.convertFraction());
    all.put("unit", memory.unitBytesPerSecond());
    all.put("launch", memory.launchSeconds());
    return all;
  }

  private static List<Constant> gemm(GemmConstants gemm) {
    return Stream.concat(
        Stream.of(gemm.efficiency(), gemm.sustained(), gemm.resultBytesPerSecond(), gemm.launchSeconds()),
        gemm.accumulateBytesPerSecond().stream()).toList();
  }

  private static List<Constant> attention(AttentionConstants attention) {
    List<Constant> all = new ArrayList<>(List.of(attention.tail(), attention.launchSeconds()));
    for (AttentionConstants.Pass pass : List.of(attention.forward(), attention.backward())) {
      all.addAll(List.of(pass.efficiency(), pass.halfHeadDim(), pass.halfLength(), pass.halfLengthCausal()));
    }
    return all;
  }

  private static Stream<Constant> constants(Stack stack) {
    return Stream.concat(
        Stream.of(stack.kernelGapPs(), stack.gradientBytes(), stack.optimizerStateBytes()),
        stack.transports().values().stream().flatMap(CatalogueTest::constants));
  }

  private static Stream<Constant> constants(TransportConstants transport) {
    return Stream.concat(
        Stream.of(transport.units(), transport.offloadStartPs(), transport.rendezvousPs()),
        transport.protocols().stream().flatMap(CatalogueTest::constants));
  }

  private static Stream<Constant> constants(Protocol protocol) {
    return Stream.concat(
        Stream.of(protocol.basePs(), protocol.hopPs(), protocol.efficiency()),
        protocol.unitBytesPerSecond().stream());
  }
}
