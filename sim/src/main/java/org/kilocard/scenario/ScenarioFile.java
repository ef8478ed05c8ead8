package org.kilocard.scenario;

import org.kilocard.input.Catalogue;
import org.kilocard.input.KeyPath;
import org.kilocard.input.Mapping;
import org.kilocard.input.Node;
import org.kilocard.input.Overrides;
import org.kilocard.input.Scalar;
import org.kilocard.input.YamlDocument;
import org.kilocard.topology.TopologyFile;

/**
 * Reads a scenario: a file in {@link #FOLDER}, or a mapping inside another file.
 *
 * <p>Required are {@code topology}, {@code model} and {@code batch} with {@code sequence_length} and {@code
 * global}. What is left out is:
 *
 * <table>
 * <caption>Defaults</caption>
 * <tr><th>key</th><th>default</th></tr>
 * <tr><td>name</td><td>name of the file</td></tr>
 * <tr><td>cards</td><td>product of the layout if data is a number, else those of the topology</td></tr>
 * <tr><td>precision</td><td>bf16</td></tr>
 * <tr><td>stack</td><td>that of the topology</td></tr>
 * <tr><td>parallelism.tensor, context, pipeline, virtual_pipeline, expert, expert_tensor</td><td>1</td></tr>
 * <tr><td>parallelism.context_kind</td><td>ring; the others are ulysses and all-gather</td></tr>
 * <tr><td>parallelism.data</td><td>auto: what the cards leave</td></tr>
 * <tr><td>parallelism.zero</td><td>1</td></tr>
 * <tr><td>parallelism.sequence_parallel</td><td>true if tensor is above 1</td></tr>
 * <tr><td>parallelism.order</td><td>[tensor, context, data, pipeline], innermost first</td></tr>
 * <tr><td>parallelism.expert_order</td><td>[expert_tensor, expert, expert_data], innermost first, within a pipeline
 * rank</td></tr>
 * <tr><td>parallelism.layers_per_stage</td><td>split evenly, the ends lighter</td></tr>
 * <tr><td>schedule</td><td>interleaved if virtual_pipeline is above 1, else 1f1b</td></tr>
 * <tr><td>batch.micro</td><td>1</td></tr>
 * <tr><td>recompute</td><td>none</td></tr>
 * <tr><td>communication.unit_mode</td><td>shared</td></tr>
 * <tr><td>communication.units</td><td>what the stack says; reserved needs a number</td></tr>
 * <tr><td>communication.overlap</td><td>tensor and step false, shared_expert as expert, all others true; expert pairs
 * forwards and backwards of interleaved and of a single rank</td></tr>
 * <tr><td>communication.algorithm</td><td>auto: by least predicted time</td></tr>
 * <tr><td>moe.load</td><td>uniform</td></tr>
 * <tr><td>moe.capacity_factor, pad_to_capacity</td><td>nothing is dropped; false</td></tr>
 * <tr><td>moe.node_limit</td><td>what the model says</td></tr>
 * <tr><td>calibration.compute_scale, communication_scale, step_overhead, pass_overhead</td>
 * <td>what the stack says, else 1, 1, 0 and 0</td></tr>
 * <tr><td>compute.gemm_speedup, attention_speedup</td><td>1: kernels as the constants of the card say</td></tr>
 * <tr><td>faults</td><td>none</td></tr>
 * <tr><td>fidelity, fold, seed</td><td>flow, auto, 1</td></tr>
 * <tr><td>training</td><td>not asked for</td></tr>
 * <tr><td>economics</td><td>no price, power of the card as designed, pue 1</td></tr>
 * </table>
 */
public final class ScenarioFile {
  /** Where the catalogue keeps scenarios. */
  public static final String FOLDER = "scenarios";

  private static final String STACK = "stack";

  private ScenarioFile() {}

  /** The scenario of that name, or in the file at that path, with some keys set. */
  public static Scenario load(Catalogue catalogue, String nameOrPath, Overrides overrides) {
    return read(YamlDocument.parse(catalogue.resolve(FOLDER, nameOrPath)), catalogue, overrides);
  }

  /** Opens the files that topologies, models, stacks and accelerators are named by. */
  public static Overrides.Expansion expansion(Catalogue catalogue) {
    return new NameExpansion(catalogue);
  }

  /**
   * The scenario that a document describes, with some keys set. Where a key below a name is set, as in {@code
   * model: gpt3-175b} and {@code model.layers=12}, what the name stands for is read and changed.
   */
  public static Scenario read(Mapping document, Catalogue catalogue, Overrides overrides) {
    return read(resolved(document, catalogue, overrides), catalogue);
  }

  /** The scenario that a {@linkplain #resolved resolved} document describes. */
  public static Scenario read(Mapping resolved, Catalogue catalogue) {
    return new ScenarioReader(resolved.unread(), catalogue).read();
  }

  /** A document with some keys set: all that a scenario is made of, but for the files that it still names. */
  public static Mapping resolved(Mapping document, Catalogue catalogue, Overrides overrides) {
    Overrides.Expansion expansion = expansion(catalogue);
    Mapping changed = overrides.applyTo(document, expansion);
    if (!document.keys().contains(STACK) && changed.optionalNode(STACK).orElse(changed) instanceof Mapping) {
      changed = overrides.applyTo(withDefaultStack(document, changed, catalogue), expansion);
    }
    return changed.unread();
  }

  /** The document with its topology's stack by name, so that keys below it can be set. */
  private static Mapping withDefaultStack(Mapping document, Mapping changed, Catalogue catalogue) {
    Node topology = changed.unread().node("topology");
    String name = TopologyFile.read(topology, catalogue, NameExpansion.referrer(topology)).stack();
    return document.with(
        STACK, new Scalar(name, false, topology.location(), KeyPath.ROOT.key(STACK)));
  }
}
