package org.kilocard.fit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kilocard.hardware.Accelerator;
import org.kilocard.input.Mapping;
import org.kilocard.input.Scalar;
import org.kilocard.input.YamlText;

/** The file of an accelerator with fitted constants; their sources say to what they were fitted, and how well. */
public final class FittedAccelerator {
  private FittedAccelerator() {}

  /**
   * The text of the file.
   *
   * @param document the accelerator's file before the fit
   * @param family what was fitted to
   * @param fitted what was found
   */
  public static String text(Mapping document, KernelFamily family, LawFit.Fitted fitted) {
    Accelerator card = fitted.accelerator(family.accelerator());
    List<KernelRow> rows = fitted.rows(family.rows()).stream()
        .filter(row -> row.role() == KernelRow.Role.FIT).toList();
    String source = "kilocard calibrate, " + family.name();
    if (!rows.isEmpty()) {
      KernelErrors errors = KernelErrors.of(rows, card);
      source += String.format(Locale.ROOT, ": %d rows, median error %.1f %%, p90 %.1f %%, worst %.0f %%", errors.n(),
          100 * errors.median(), 100 * errors.p90(), 100 * errors.worst());
    }
    Mapping changed = document.unread();
    for (Map.Entry<String, Double> constant : fitted.constants().entrySet()) {
      String[] keys = constant.getKey().split("\\.");
      changed = set(changed, keys, 0, quantity(keys[keys.length - 1], constant.getValue()), source);
    }
    return YamlText.of(changed);
  }

  private static Mapping set(Mapping mapping, String[] keys, int depth, String value, String source) {
    String key = keys[depth];
    if (depth < keys.length - 1) {
      return mapping.with(key, set(mapping.mapping(key), keys, depth + 1, value, source));
    }
    Mapping sources = mapping.section("sources");
    Mapping own = Mapping.empty(mapping.location(), mapping.path().key(key))
        .with("confidence", word("fitted", mapping))
        .with("text", word(source, mapping));
    return mapping.with(key, word(value, mapping)).with("sources", sources.with(key, own));
  }

  private static Scalar word(String text, Mapping at) {
    return new Scalar(text, false, at.location(), at.path());
  }

  /** A constant as its key wants it written. */
  private static String quantity(String key, double value) {
    if (key.endsWith("rate")) {
      return plain(value / 1e9) + " GB/s";
    }
    return key.equals("launch") ? plain(value * 1e6) + " us" : plain(value);
  }

  private static String plain(double value) {
    return new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
  }
}
