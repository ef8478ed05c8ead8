package org.kilocard.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kilocard.input.DidYouMean;
import org.kilocard.input.InputException;
import org.kilocard.input.KeyPath;
import org.kilocard.input.Location;
import org.kilocard.input.Scalar;
import org.kilocard.job.Recompute;
import org.kilocard.plan.Fixed;
import org.kilocard.schedule.Schedule;
import org.kilocard.schedule.Schedules;
import org.kilocard.topology.Cluster;

/**
 * Tells the settings that decide something of the layout from those that say what is trained on what.
 *
 * @param fixed what is decided of the layout
 * @param others settings of the scenario
 */
record FixedLayout(Fixed fixed, List<String> others) {
  private static final String LAYOUT = "parallelism.";
  private static final String MICRO = "batch.micro";
  private static final List<String> SIZES =
      List.of("tensor", "context", "pipeline", "virtual_pipeline", "expert", "expert_tensor", "data", "zero");

  static FixedLayout of(List<String> settings) {
    Map<String, Integer> sizes = new HashMap<>();
    Optional<Schedule> schedule = Optional.empty();
    Optional<Recompute> recompute = Optional.empty();
    boolean units = false;
    List<String> others = new ArrayList<>();
    for (String setting : settings) {
      String key = setting.replaceFirst("=.*", "").strip();
      if (key.startsWith(LAYOUT) || key.equals(MICRO)) {
        size(sizes, setting, key);
      } else if (key.equals("schedule")) {
        schedule = Optional.of(schedule(value(setting)));
      } else if (key.equals("recompute")) {
        recompute = Optional.of(value(setting).choice(Recompute.class));
      } else if (key.equals("parallelism") || key.equals("cards")) {
        throw InputException.at(Location.of("--set " + setting), key.equals("cards")
            ? "is what is planned" : "is what is searched").withHint(key.equals("cards")
            ? "Say --cards N." : "Decide on parts of it, e.g. --set parallelism.tensor=8.");
      } else {
        units |= key.equals("communication.unit_mode") || key.equals("communication.units")
            || key.equals("communication");
        others.add(setting);
      }
    }
    return new FixedLayout(new Fixed(sizes, schedule, recompute, units), others);
  }

  private static void size(Map<String, Integer> sizes, String setting, String key) {
    String name = key.equals(MICRO) ? "micro" : key.substring(LAYOUT.length());
    if (!key.equals(MICRO) && !SIZES.contains(name)) {
      throw InputException.at(Location.of("--set " + setting), "is not a size of the layout").withHint(
          DidYouMean.closest(name, SIZES).map(near -> "Did you mean '" + LAYOUT + near + "'? ").orElse("")
              + "Sizes: " + String.join(", ", SIZES));
    }
    boolean zero = name.equals("zero");
    sizes.put(name, (int) value(setting).count(zero ? 0 : 1, zero ? 3 : Cluster.MOST_CARDS));
  }

  private static Scalar value(String setting) {
    return new Scalar(
        setting.replaceFirst("[^=]*=?", "").strip(), false, Location.of("--set " + setting), KeyPath.ROOT);
  }

  private static Schedule schedule(Scalar name) {
    return Schedules.named(name.text()).orElseThrow(() -> name.fail("unknown schedule '" + name.text() + "'")
        .withHint(DidYouMean.closest(name.text(), Schedules.names())
            .map(near -> "Did you mean '" + near + "'? ").orElse("")
            + "Known: " + String.join(", ", Schedules.names())));
  }
}
