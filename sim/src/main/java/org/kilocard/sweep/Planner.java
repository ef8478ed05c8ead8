package org.kilocard.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kilocard.input.InputException;
import org.kilocard.input.Mapping;
import org.kilocard.input.Node;
import org.kilocard.input.Overrides;

/**
 * Makes a question of each point of each series.
 *
 * @param questions reader of scenarios and collectives
 * @param base the chart's own scenario or collective
 * @param collective whether it is of a collective
 * @param set what the chart sets
 * @param over what the user sets beyond that
 */
record Planner(
    QuestionReader questions, Optional<Node> base, boolean collective, Overrides set, Overrides over) {
  private static final int MOST = 5000;

  /**
   * The simulations, series by series. A point that is refused, because a layout does not divide the model
   * say, is kept with the complaint.
   *
   * @throws InputException if a whole series is refused: that is a mistake of the file
   */
  List<Planned> plan(List<Choice> series, List<Choice> points, Mapping chart) {
    if ((long) series.size() * points.size() > MOST) {
      throw chart.fail("x", "asks for " + series.size() + " x " + points.size() + " simulations, of at most "
          + MOST);
    }
    List<Planned> all = new ArrayList<>();
    for (Choice one : series) {
      Optional<InputException> first = Optional.empty();
      int refused = 0;
      List<Choice> own = one.points().isEmpty() ? points : one.points();
      for (Choice point : own) {
        try {
          all.add(new Planned(one.label(), point.label(), point.x(), Optional.of(question(one, point, chart)),
              ""));
        } catch (InputException e) {
          all.add(new Planned(one.label(), point.label(), point.x(), Optional.empty(), e.getMessage()));
          first = first.or(() -> Optional.of(e));
          refused++;
        }
      }
      if (refused == own.size()) {
        throw first.orElseThrow();
      }
    }
    return all;
  }

  private Question question(Choice series, Choice point, Mapping chart) {
    Overrides all = set.and(series.set()).and(point.set()).and(over);
    if (collective) {
      series.scenario().or(point::scenario).ifPresent(node -> {
        throw node.fail("a chart of a collective has no scenarios");
      });
      return questions.collective(base.orElseThrow().asMapping(), all);
    }
    if (series.scenario().isPresent() && point.scenario().isPresent()) {
      throw point.scenario().get().fail("the series '" + series.label() + "' has a scenario as well");
    }
    Node scenario = series.scenario().or(point::scenario).or(() -> base)
        .orElseThrow(() -> chart.fail("scenario", "is missing",
            "Name one for the chart, for each series or for each point; or write collective: {…}."));
    return questions.step(scenario, all);
  }
}
