package org.kilocard.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.kilocard.hardware.Accelerator;
import org.kilocard.input.Spelled;
import org.kilocard.job.Communication;
import org.kilocard.job.Faults;
import org.kilocard.job.Job;
import org.kilocard.job.Parallelism;
import org.kilocard.job.UnitMode;
import org.kilocard.scenario.Scenario;
import org.kilocard.topology.Tier;
import org.kilocard.unit.Rates;

/** What a scenario asks for, in words that can be held against those of another. */
public final class Inputs {
  private Inputs() {}

  /** The inputs by name. */
  public static Map<String, String> of(Scenario scenario) {
    Job job = scenario.job();
    Accelerator card = job.accelerator();
    Map<String, String> inputs = new LinkedHashMap<>();
    inputs.put("topology", scenario.cluster().name() + " (" + scenario.cluster().tiers().stream()
        .map(Inputs::tier).collect(Collectors.joining(", ")) + ")");
    inputs.put("cards", String.format(Locale.ROOT, "%,d", scenario.cards()) + " " + card.name());
    inputs.put("model", job.model().name());
    inputs.put("precision", Spelled.of(job.precision()));
    inputs.put("stack", job.stack().name());
    layout(inputs, job.parallelism());
    inputs.put("schedule", job.schedule().name() + ", " + job.microBatches() + " micro-batches");
    inputs.put("batch", String.format(Locale.ROOT, "%,d sequences of %,d tokens, %d per micro-batch",
        job.batch().global(), job.batch().sequenceLength(), job.batch().micro()));
    inputs.put("recompute", Spelled.of(job.recompute()));
    inputs.put("communication", communication(job.communication()));
    inputs.put("faults", faults(scenario.faults()));
    inputs.put("fidelity", Spelled.of(scenario.fidelity()));
    return inputs;
  }

  private static String tier(Tier tier) {
    return tier.name() + " " + Rates.format(tier.bytesPerSecond())
        + (tier.cards().isPresent() ? " x " + tier.cards().getAsInt() : "");
  }

  private static void layout(Map<String, String> inputs, Parallelism p) {
    inputs.put("tensor", Integer.toString(p.tensor()));
    inputs.put("context", Integer.toString(p.context()));
    inputs.put("pipeline", p.pipeline() + (p.virtualPipeline() > 1 ? " x " + p.virtualPipeline() : ""));
    inputs.put("data", Integer.toString(p.data()));
    inputs.put("expert", p.expert() + (p.expertTensor() > 1 ? " x " + p.expertTensor() : ""));
    inputs.put("ZeRO", Integer.toString(p.zero()));
  }

  private static String communication(Communication communication) {
    UnitMode mode = communication.unitMode();
    String units = communication.units() > 0 ? ", " + communication.units() + " units" : "";
    return Spelled.of(mode) + units + communication.algorithms().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> ", " + entry.getKey() + " by " + entry.getValue())
        .collect(Collectors.joining());
  }

  private static String faults(Faults faults) {
    List<String> all = new ArrayList<>();
    faults.cards().forEach(slow -> all.add("card " + slow.card() + " at " + slow.pace() + " of its pace"));
    faults.links().forEach(link -> all.add(
        link.links() + (link.isDown() ? " down" : " at " + link.rate() + " of its rate")));
    return all.isEmpty() ? "none" : String.join(", ", all);
  }
}
