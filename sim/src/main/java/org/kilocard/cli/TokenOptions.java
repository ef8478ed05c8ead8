package org.kilocard.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kilocard.collective.Operation;
import org.kilocard.collective.Routed;
import org.kilocard.hardware.GemmFormat;
import org.kilocard.study.CollectiveQuestion;
import org.kilocard.study.Members;

/** The options of {@code kilocard collective} that say where MoE tokens go. */
final class TokenOptions {
  private static final int LARGEST = 1 << 24;
  private static final String TOKENS = "--tokens";
  private static final String HIDDEN = "--hidden";
  private static final String EXPERTS = "--experts";
  private static final String TOP_K = "--top-k";
  private static final String LIMIT = "--node-limit";
  private static final String GROUPS = "--expert-groups";

  private final CollectiveOptions.Tokens typed;
  private final boolean asked;
  private final boolean routed;

  TokenOptions(CollectiveOptions options, Operation operation, List<CollectiveQuestion.Beside> beside) {
    typed = options.tokens;
    asked = isTokens(operation);
    routed = asked || beside.stream().anyMatch(other -> isTokens(other.operation()));
    Map<String, Optional<String>> given = new LinkedHashMap<>();
    given.put(TOKENS, typed.tokens);
    given.put(HIDDEN, typed.hidden);
    given.put(EXPERTS, typed.experts);
    given.put(TOP_K, typed.topK);
    given.put(LIMIT, typed.nodeLimit);
    given.put(GROUPS, typed.expertGroups);
    List<String> needed = new ArrayList<>(asked ? List.of(TOKENS, HIDDEN) : List.of());
    needed.addAll(routed ? List.of(EXPERTS, TOP_K) : List.of());
    List<String> missing = needed.stream().filter(option -> given.get(option).isEmpty()).toList();
    if (!missing.isEmpty()) {
      throw OptionWords.fail("--op " + operation.label(), "needs " + String.join(", ", missing)).withHint(
          "DeepSeek-V3: --tokens 4096 --hidden 7168 --experts 256 --top-k 8 --node-limit 4.");
    }
    given.forEach((option, text) -> {
      boolean useful = needed.contains(option) || routed && (option.equals(LIMIT) || option.equals(GROUPS));
      if (text.isPresent() && !useful) {
        throw OptionWords.fail(option, text.get(), "has no meaning for " + operation.label()).withHint(
            "It goes with --op dispatch and --op combine.");
      }
    });
    if (asked && options.sizes.isPresent()) {
      throw OptionWords.fail("--sizes", options.sizes.get(), "the size of a " + operation.label()
          + " is tokens × hidden").withHint("Write a range of --tokens, e.g. 128..8192.");
    }
    if (typed.expertGroups.isPresent() && typed.nodeLimit.isEmpty()) {
      throw OptionWords.fail(GROUPS, typed.expertGroups.get(), "has no effect without --node-limit");
    }
  }

  private static boolean isTokens(Operation operation) {
    return operation == Operation.DISPATCH || operation == Operation.COMBINE;
  }

  /** Whether the sizes are those of tokens. */
  boolean isAsked() {
    return asked;
  }

  /** Bytes of the tokens of one card, for every number of tokens. */
  List<Long> bytes(GemmFormat format) {
    double each = count(HIDDEN, typed.hidden) * format.bytesPerElement();
    return OptionWords.doublings(TOKENS, typed.tokens.orElse(""), written -> written.count(1, LARGEST))
        .stream().map(tokens -> Math.round(tokens * each)).toList();
  }

  /** The routing, where there are tokens. */
  Optional<Routed> routing(Members members) {
    if (!routed) {
      return Optional.empty();
    }
    int experts = count(EXPERTS, typed.experts);
    int topK = count(TOP_K, typed.topK);
    if (topK > experts) {
      throw OptionWords.fail(TOP_K, typed.topK.orElse(""), "there are only " + experts + " experts");
    }
    if (experts % members.ranks() != 0) {
      throw OptionWords.fail(EXPERTS, typed.experts.orElse(""), "cannot be dealt evenly to "
          + members.ranks() + " cards").withHint("Use a divisor of the experts for --cards.");
    }
    int limit = typed.nodeLimit.isPresent() ? count(LIMIT, typed.nodeLimit) : 1;
    int groups = typed.nodeLimit.isEmpty() ? 1
        : typed.expertGroups.isPresent() ? count(GROUPS, typed.expertGroups) : members.domains();
    checkGroups(experts, groups);
    int reached = Math.min(limit, groups);
    if (topK > experts / groups * reached) {
      throw OptionWords.fail(LIMIT, typed.nodeLimit.orElse(""), reached + " of " + groups + " groups hold "
          + experts / groups * reached + " experts, but a token goes to " + topK);
    }
    return Optional.of(new Routed(0, topK, experts, reached, groups, 1));
  }

  private void checkGroups(int experts, int groups) {
    if (experts % groups != 0) {
      throw OptionWords.fail(GROUPS, typed.expertGroups.orElse(Integer.toString(groups)), experts
          + " experts cannot be dealt evenly to " + groups + " groups");
    }
  }

  private static int count(String option, Optional<String> text) {
    return OptionWords.count(option, text, 1, LARGEST).orElseThrow();
  }
}
