package org.kilocard.validation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kilocard.report.Accuracy;
import org.kilocard.report.PredictedRow;
import org.kilocard.report.FamilyAccuracy;

/** Fits the constants of families, predicts their rows, and lays both beside what was measured. */
public final class Validation {
  /** Is told how far it has come; by one thread at a time. */
  @FunctionalInterface
  public interface Watch {
    /** Nobody watches. */
    Watch NONE = (done, all) -> { };

    /** So many of all simulations or fits are done. */
    void at(int done, int all);
  }

  private Validation() {}

  /**
   * Compares all rows of {@code families}.
   *
   * @param calibrated false: no constant is fitted, and all rows are predicted as they are
   * @param workers threads, each with a simulator of its own; the result does not depend on them
   */
  public static Accuracy of(List<Family> families, boolean calibrated, int workers, Watch watch) {
    Crew crew = new Crew(workers, watch);
    int rows = families.stream().mapToInt(family -> family.rows().size()).sum();
    crew.expect(rows + (calibrated ? families.size() : 0));
    List<ConstantFit.Fitted> fits = calibrated
        ? crew.all(families, ConstantFit::of)
        : families.stream().map(family -> ConstantFit.Fitted.NONE).toList();
    record Task(Row row, ConstantFit.Fitted fit) {}
    List<Task> tasks = new ArrayList<>();
    for (int f = 0; f < families.size(); f++) {
      for (Row row : families.get(f).rows()) {
        tasks.add(new Task(row, fits.get(f)));
      }
    }
    List<Map<Metric, Double>> predicted =
        crew.all(tasks, (task, simulator) -> task.row().experiment().run(task.fit().applied(), simulator));
    List<FamilyAccuracy> all = new ArrayList<>();
    int next = 0;
    for (int f = 0; f < families.size(); f++) {
      int last = next + families.get(f).rows().size();
      all.add(compare(families.get(f), fits.get(f), predicted.subList(next, last)));
      next = last;
    }
    return new Accuracy(all, calibrated);
  }

  private static double seconds(Map<Metric, Double> predicted) {
    Double step = predicted.get(Metric.STEP_S);
    return step == null ? predicted.getOrDefault(Metric.TIME_US, 0.0) * 1e-6 : step;
  }

  private static FamilyAccuracy compare(
      Family family, ConstantFit.Fitted fit, List<Map<Metric, Double>> predicted) {
    List<PredictedRow> rows = new ArrayList<>();
    for (int i = 0; i < predicted.size(); i++) {
      Row row = family.rows().get(i);
      Map<Metric, Double> all = predicted.get(i);
      row.measured().forEach((metric, measured) -> rows.add(new PredictedRow(row.id(),
          row.calibrates() ? PredictedRow.CALIBRATE : PredictedRow.PREDICT, metric.key(), measured, all.get(metric),
          metric.error(measured, all.get(metric)), seconds(all), !row.fitted(), row.note(),
          row.experiment().messageBytes())));
    }
    Map<String, Double> constants = new LinkedHashMap<>();
    fit.values().forEach((constant, value) -> constants.put(constant.key(), value));
    List<String> notes = new ArrayList<>(family.notes());
    notes.addAll(fit.notes());
    return new FamilyAccuracy(family.name(), family.title(), family.reference(), constants, rows, notes);
  }
}
