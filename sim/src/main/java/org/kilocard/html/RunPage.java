package org.kilocard.html;

import java.util.Optional;
import org.kilocard.chart.SimulatedTimetable;
import org.kilocard.report.Result;
import org.kilocard.scenario.Scenario;
import org.kilocard.study.Inputs;
import org.kilocard.timeline.Timeline;

/** Everything about one simulated step. */
public final class RunPage {
  private RunPage() {}

  /**
   * The text of the file.
   *
   * @param document the scenario in YAML, as it was simulated
   * @param timeline what happened when; none at analytic fidelity
   */
  public static String of(Scenario scenario, String document, Result result, Optional<Timeline> timeline) {
    Page page = new Page(scenario.name());
    RunSections sections = new RunSections(page, result).headline().breakdown();
    timeline.filter(any -> scenario.job().pipelineShape().ranks() > 1).ifPresent(what -> {
      page.heading("Pipeline, as simulated: " + scenario.job().schedule().name());
      new PipelineFigure(
          SimulatedTimetable.of(what, scenario.job().schedule(), scenario.job().pipelineShape())).write(page.markup());
    });
    sections.stages().memory().links().collectives().inputs(Inputs.of(scenario));
    page.preformatted("The scenario as it was read", document);
    new ConstantsSection(page, scenario).write();
    return page.end(sections.footer());
  }
}
