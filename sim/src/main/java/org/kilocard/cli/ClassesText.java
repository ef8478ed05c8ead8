package org.kilocard.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.kilocard.fold.DomainClass;
import org.kilocard.fold.Explanation;
import org.kilocard.fold.GroupClass;
import org.kilocard.fold.LinkClass;
import org.kilocard.fold.Quotient;
import org.kilocard.fold.RankClass;
import org.kilocard.job.Role;
import org.kilocard.program.Program;
import org.kilocard.report.TextTable;
import org.kilocard.scenario.Scenario;
import org.kilocard.study.Folding;

/** What of a scenario behaves alike, and why cards that run one program do not. */
final class ClassesText {
  private static final int MOST_ROWS = 14;
  private static final int MOST_REASONS = 5;

  private final Scenario scenario;
  private final Folding folding;
  private final Quotient quotient;

  private ClassesText(Scenario scenario) {
    this.scenario = scenario;
    folding = Folding.of(scenario);
    quotient = folding.fold();
  }

  /**
   * Lines to print.
   *
   * @param all tell why every class is one, however many there are
   */
  static List<String> of(Scenario scenario, boolean all) {
    return new ClassesText(scenario).lines(all);
  }

  private List<String> lines(boolean all) {
    Sheet sheet = new Sheet(scenario.name())
        .fact("cards", Sheet.whole(scenario.cards()) + " in " + Sheet.whole(quotient.ranks().size()) + " classes");
    TextTable table = new TextTable("<>>>>").row("", "things", "classes", "largest", "smallest");
    List<String[]> rows = rows();
    rows.stream().limit(all ? rows.size() : MOST_ROWS).forEach(table::row);
    if (!all && rows.size() > MOST_ROWS) {
      table.row("… and " + (rows.size() - MOST_ROWS) + " more (--all)", "", "", "", "");
    }
    sheet.table("Classes of things that behave alike", table);
    if (quotient.ranks().size() > byProgram().size()) {
      sheet.heading("Why cards that run one program are told apart");
      addReasons(sheet, all ? Integer.MAX_VALUE : MOST_REASONS);
    }
    return sheet.lines();
  }

  /** One row per kind of things; kinds that follow each other with equal numbers are one. */
  private List<String[]> rows() {
    List<String> names = new ArrayList<>();
    List<List<Integer>> sizes = new ArrayList<>();
    byProgram().forEach((program, classes) -> {
      names.add("cards of " + program(program));
      sizes.add(classes.stream().map(RankClass::size).toList());
    });
    Map<String, List<Integer>> others = new LinkedHashMap<>();
    for (GroupClass g : quotient.groups()) {
      others.computeIfAbsent(groups(g.role()), k -> new ArrayList<>()).add(g.size());
    }
    for (DomainClass d : quotient.domains()) {
      String tier = scenario.cluster().tiers().get(d.tier()).name();
      others.computeIfAbsent(tier + " domains", k -> new ArrayList<>()).add(d.size());
      for (LinkClass l : d.links()) {
        others.computeIfAbsent(tier + " links, " + l.kind(), k -> new ArrayList<>()).add(l.size());
      }
    }
    names.addAll(others.keySet());
    sizes.addAll(others.values());
    List<String[]> rows = new ArrayList<>();
    for (int first = 0; first < names.size(); ) {
      int end = first + 1;
      while (end < byProgram().size() && sizes.get(end).equals(sizes.get(first))) {
        end++;
      }
      String name = end - first > 1 ? names.get(first) + " … " + program(end - 1) + ", each" : names.get(first);
      rows.add(row(name, sizes.get(first)));
      first = end;
    }
    return rows;
  }

  private static String[] row(String name, List<Integer> sizes) {
    IntStream each = sizes.stream().mapToInt(Integer::intValue);
    IntSummaryStatistics statistics = each.summaryStatistics();
    return new String[] {name, Sheet.whole(statistics.getSum()), Sheet.whole(statistics.getCount()),
        Sheet.whole(statistics.getMax()), Sheet.whole(statistics.getMin())};
  }

  private static String groups(Role role) {
    return switch (role) {
      case TENSOR -> "tensor groups";
      case CONTEXT -> "context groups";
      case EXPERT -> "expert groups";
      case EXPERT_TENSOR -> "expert tensor groups";
      case DATA -> "data groups";
      case EXPERT_DATA -> "expert data groups";
      case SHARD -> "groups that share one copy";
      case REPLICA -> "groups that hold the same shard";
      case EXPERT_SHARD -> "groups that share one copy of experts";
      case EXPERT_REPLICA -> "groups that hold the same shard of experts";
      case PIPELINE_NEXT, PIPELINE_PREVIOUS -> "pairs of pipeline neighbours";
    };
  }

  private Map<Integer, List<RankClass>> byProgram() {
    Map<Integer, List<RankClass>> classes = new TreeMap<>();
    quotient.ranks().forEach(r -> classes.computeIfAbsent(r.program(), k -> new ArrayList<>()).add(r));
    return classes;
  }

  private String program(int index) {
    Program program = folding.programs().get(index);
    int perLoad = scenario.job().parallelism().pipeline();
    return "pipeline rank " + program.pipelineRank()
        + (folding.programs().size() > perLoad ? ", expert load " + index / perLoad : "");
  }

  /** Each class against the largest of its program, the shortest ways to a cause first. */
  private void addReasons(Sheet sheet, int most) {
    Explanation explanation = folding.explanation();
    int told = 0;
    for (Map.Entry<Integer, List<RankClass>> classes : byProgram().entrySet()) {
      RankClass usual = classes.getValue().stream().max(Comparator.comparingInt(RankClass::size)).orElseThrow();
      Map<RankClass, Explanation.Difference> found = new LinkedHashMap<>();
      for (RankClass c : told < most ? classes.getValue() : List.<RankClass>of()) {
        explanation.between(c.representative(), usual.representative()).ifPresent(d -> found.put(c, d));
      }
      if (!found.isEmpty()) {
        sheet.item(2, program(classes.getKey()) + ": " + Sheet.whole(usual.size()) + " like rank "
            + usual.representative() + ", but");
      }
      found.entrySet().stream()
          .sorted(Comparator.comparingInt(e -> e.getValue().way().size()))
          .limit(Math.max(0, most - told))
          .forEach(e -> sheet.item(4, "rank " + e.getKey().representative() + " (" + Sheet.whole(e.getKey().size())
              + "): " + e.getValue()));
      told += found.size();
    }
    int classes = quotient.ranks().size() - byProgram().size();
    if (classes > most) {
      sheet.item(2, "… and " + (classes - most) + " more classes (--all)");
    }
  }
}
