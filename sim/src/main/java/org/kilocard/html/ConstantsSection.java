package org.kilocard.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.Confidence;
import org.kilocard.hardware.Constants;
import org.kilocard.hardware.Source;
import org.kilocard.hardware.Stack;
import org.kilocard.input.Spelled;
import org.kilocard.job.Job;
import org.kilocard.scenario.Scenario;
import org.kilocard.topology.Tier;
import org.kilocard.unit.Rates;
import org.kilocard.unit.Time;

/**
 * The constants of card and stack with their sources, each source written once. Left out are those of number formats
 * and links that the job does not use.
 */
final class ConstantsSection {
  private static final String GEMM = "kernels.gemm.";
  private static final String TRANSPORTS = "transports.";

  private final Page page;
  private final Job job;
  private final List<String> tiers;
  private final List<Source> sources = new ArrayList<>();

  ConstantsSection(Page page, Scenario scenario) {
    this.page = page;
    job = scenario.job();
    tiers = scenario.cluster().tiers().stream().map(Tier::name).toList();
  }

  void write() {
    Accelerator card = job.accelerator();
    Stack stack = job.stack();
    page.heading("Constants and their sources");
    List<Constants.Named> ofCard = used(Constants.named(card));
    List<Constants.Named> ofStack = used(Constants.named(stack));
    long all = ofCard.size() + ofStack.size();
    long assumed = count(ofCard) + count(ofStack);
    page.paragraph(assumed + " of " + all + " constants are assumed: nobody has published them, and the source says the "
        + "reasoning.");
    page.markup().open("details").element("summary", "All constants");
    table(card.name(), ofCard).write(page.markup());
    table(stack.name(), ofStack).write(page.markup());
    page.markup().element("h3", "Sources").open("ol");
    for (int i = 0; i < sources.size(); i++) {
      page.markup().element("li", sources.get(i).text(), "id", "source-" + (i + 1));
    }
    page.markup().close().close();
  }

  private static long count(List<Constants.Named> constants) {
    return constants.stream().filter(c -> c.constant().source().confidence() == Confidence.ASSUMED).count();
  }

  private List<Constants.Named> used(List<Constants.Named> constants) {
    String format = job.gemmFormat().toString();
    return constants.stream().filter(constant -> {
      String path = constant.path();
      boolean otherFormat = path.startsWith(GEMM) && !path.startsWith(GEMM + format + ".");
      boolean otherLink = path.startsWith(TRANSPORTS)
          && tiers.stream().noneMatch(tier -> path.startsWith(TRANSPORTS + tier + "."));
      return !otherFormat && !otherLink;
    }).toList();
  }

  private Table table(String name, List<Constants.Named> constants) {
    Table table = new Table(name).words("constant").numbers("value").words("known by").numbers("source");
    for (Constants.Named constant : constants) {
      Source source = constant.constant().source();
      if (!sources.contains(source)) {
        sources.add(source);
      }
      table.row(List.of(constant.path(), value(constant), Spelled.of(source.confidence()),
          String.valueOf(sources.indexOf(source) + 1)));
    }
    return table;
  }

  private static String value(Constants.Named constant) {
    double value = constant.constant().value();
    return switch (constant.unit()) {
      case "ps" -> Time.format(Math.round(value));
      case "s" -> RunSections.time(value);
      case "B/s" -> Rates.format(value);
      default -> String.format(Locale.ROOT, "%.6f", value).replaceFirst("\\.?0+$", "");
    };
  }
}
