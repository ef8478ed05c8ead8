package org.kilocard.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What is typed after {@code kilocard collective}, not yet understood. */
final class CollectiveOptions {
  @Option(names = "--topology", paramLabel = "NAME", required = true,
      description = "A file in topologies/, by name, or the path of a file. May be repeated.")
  List<String> topologies = List.of();

  @Option(names = "--op", paramLabel = "OP", required = true,
      description = "all-reduce, all-gather, reduce-scatter, broadcast, reduce, all-to-all, "
          + "send (from each card of the first half to its counterpart in the second), shift (from each card to the "
          + "next, as ring attention does), or dispatch and combine of MoE tokens.")
  String operation = "";

  @Option(names = "--sizes", paramLabel = "SIZES",
      description = "Sizes as nccl-tests counts them: 1KiB..8GiB in powers of two (the default), or a list "
          + "such as 1MiB,64MiB.")
  Optional<String> sizes = Optional.empty();

  @Option(names = "--with", paramLabel = "OP:SIZE",
      description = "Another collective that starts at the same time on the same cards. May be repeated.")
  List<String> beside = List.of();

  @Option(names = "--counts", paramLabel = "N,N,...",
      description = "Uneven all-to-all: what each card receives, relative to the others; a short list is repeated.")
  Optional<String> counts = Optional.empty();

  @ArgGroup(validate = false, order = 1, heading = "%nWhich cards:%n")
  Where where = new Where();

  @ArgGroup(validate = false, order = 2, heading = "%nWith which software and units:%n")
  How how = new How();

  @ArgGroup(validate = false, order = 3, heading = "%nTokens of a dispatch or combine, and their experts:%n")
  Tokens tokens = new Tokens();

  /** The cards that take part, and their links. */
  static final class Where {
    @Option(names = "--cards", paramLabel = "N", description = "Cards that take part. Default: 64.")
    Optional<String> cards = Optional.empty();

    @Option(names = "--per-node", paramLabel = "N",
        description = "Cards that take part in each innermost domain. Default: all of them.")
    Optional<String> perNode = Optional.empty();

    @Option(names = "--faults", paramLabel = "LIST",
        description = "Degraded or dead links, as in a scenario: '[{link: \"ib.card[5]\", rate: 0.5}]'.")
    Optional<String> faults = Optional.empty();

    @Option(names = "--fold", paramLabel = "auto|off",
        description = "off: simulate every card, not one of each kind. Default: auto.")
    Optional<String> fold = Optional.empty();
  }

  /** What drives it. */
  static final class How {
    @Option(names = "--stack", paramLabel = "NAME",
        description = "Software stack, by name or path. Default: that of the topology.")
    Optional<String> stack = Optional.empty();

    @Option(names = "--algorithm", paramLabel = "NAME",
        description = "Algorithm, or auto: the one with the least predicted time. Default: auto.")
    Optional<String> algorithm = Optional.empty();

    @Option(names = "--unit-mode", paramLabel = "MODE",
        description = "shared, reserved or offload. Default: shared.")
    Optional<String> unitMode = Optional.empty();

    @Option(names = "--engine", paramLabel = "NAME",
        description = "What copies, where the stack knows several: aiv, sdma or ccu on UnifiedBus.")
    Optional<String> engine = Optional.empty();

    @Option(names = "--units", paramLabel = "N",
        description = "Units (SMs, AI cores) per card that drive it. Default: what the stack says.")
    Optional<String> units = Optional.empty();
  }

  /** What travels between experts. */
  static final class Tokens {
    @Option(names = "--tokens", paramLabel = "N",
        description = "Tokens per card of a dispatch or combine: a number, a list or a range.")
    Optional<String> tokens = Optional.empty();

    @Option(names = "--hidden", paramLabel = "N", description = "Elements of a token.")
    Optional<String> hidden = Optional.empty();

    @Option(names = "--experts", paramLabel = "N", description = "Routed experts.")
    Optional<String> experts = Optional.empty();

    @Option(names = "--top-k", paramLabel = "N", description = "Experts per token.")
    Optional<String> topK = Optional.empty();

    @Option(names = "--node-limit", paramLabel = "N",
        description = "At most this many expert groups per token. Default: no limit.")
    Optional<String> nodeLimit = Optional.empty();

    @Option(names = "--expert-groups", paramLabel = "N",
        description = "Groups of experts that --node-limit counts. Default: one per innermost domain.")
    Optional<String> expertGroups = Optional.empty();
  }
}
