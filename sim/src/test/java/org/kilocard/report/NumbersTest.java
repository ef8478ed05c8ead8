package org.kilocard.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class NumbersTest {

  @Test
  void scalesByThousands() {
    assertThat(Numbers.scaled(0)).isEqualTo("0");
    assertThat(Numbers.scaled(512)).isEqualTo("512");
    assertThat(Numbers.scaled(62_914_560)).isEqualTo("62.91 M");
    assertThat(Numbers.scaled(989.5e12)).isEqualTo("989.5 T");
    assertThat(Numbers.scaled(999.96)).isEqualTo("1.00 k");
    assertThat(Numbers.scaled(0.243)).isEqualTo("0.24");
  }

  @Test
  void percentKeepsTwoDigits() {
    assertThat(Numbers.percent(0.0349)).isEqualTo("3.5 %");
    assertThat(Numbers.percent(0.0996)).isEqualTo("10 %");
    assertThat(Numbers.percent(0.714)).isEqualTo("71 %");
  }

  @Test
  void aCommaLocaleChangesNothing() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(Numbers.whole(2048)).isEqualTo("2,048");
      assertThat(Numbers.percent1(0.714)).isEqualTo("71.4 %");
    } finally {
      Locale.setDefault(before);
    }
  }
}
