package org.kilocard.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code kilocard plan} that say what is to be planned, as typed. */
final class PlanOptions {
  @Parameters(arity = "0..1", paramLabel = "SCENARIO",
      description = "A scenario that says what is trained on what: a file in scenarios/, by name, or the path of a "
          + "file. Its layout is left open. Without it, --model, --topology, --global-batch and --sequence say it.")
  Optional<String> scenario = Optional.empty();

  @Option(names = "--cards", paramLabel = "N[,N…]",
      description = "Plans for so many cards, or draws the capacity curve over several numbers; 1024..16384 are 1024, "
          + "2048, …, 16384. Without --cards, --deadline and --budget: the cards of the scenario.")
  Optional<String> cards = Optional.empty();

  @Option(names = "--deadline", paramLabel = "DURATION",
      description = "Looks for the fewest cards that train in so long, e.g. 60d or 8 weeks.")
  Optional<String> deadline = Optional.empty();

  @Option(names = "--budget", paramLabel = "MONEY",
      description = "Looks for the most cards that the money is enough for, e.g. \"5M USD\". Needs a price: "
          + "--set \"economics.card_hour=2 USD\".")
  Optional<String> budget = Optional.empty();

  @Option(names = "--tokens", paramLabel = "N",
      description = "Tokens to train on, e.g. 14.8T; else those of the scenario.")
  Optional<String> tokens = Optional.empty();

  @Option(names = "--spare", paramLabel = "SIZE",
      description = "Memory of every card that layouts must leave free, e.g. 4GiB: for what the estimate does not "
          + "count, such as the framework itself and fragmentation.")
  Optional<String> spare = Optional.empty();

  @Option(names = "--model", paramLabel = "MODEL", description = "What is trained, instead of a scenario.")
  Optional<String> model = Optional.empty();

  @Option(names = "--topology", paramLabel = "TOPOLOGY", description = "On what, instead of a scenario.")
  Optional<String> topology = Optional.empty();

  @Option(names = "--global-batch", paramLabel = "N", description = "Sequences per step, instead of a scenario.")
  Optional<String> globalBatch = Optional.empty();

  @Option(names = "--sequence", paramLabel = "N", description = "Tokens per sequence, instead of a scenario.")
  Optional<String> sequence = Optional.empty();

  @Option(names = "--set", paramLabel = "KEY=VALUE",
      description = "Sets a key of the scenario, e.g. precision=fp8. A key of the layout, e.g. parallelism.tensor=8, "
          + "schedule=dualpipe, batch.micro=1, recompute=none or communication.units=20, is then no longer searched. "
          + "May be repeated.")
  List<String> settings = List.of();
}
