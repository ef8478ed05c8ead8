package org.kilocard.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {

  @ParameterizedTest
  @CsvSource({
      "0, 0 s",
      "1, 1 ps",
      "999, 999 ps",
      "1000, 1.00 ns",
      "12400000, 12.4 us",
      "12345678, 12.35 us",
      "953000000000, 953 ms",
      "953200000000, 953.2 ms",
      "999960000, 1.00 ms", // 999.96 us has no four-digit form below 1000 us
      "19930000000000, 19.93 s",
      "12345600000000000, 12346 s",
      "-1500000, -1.50 us"})
  void time(long ps, String expected) {
    assertThat(Time.format(ps)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
      "0, 0 B",
      "512, 512 B",
      "1023, 1023 B",
      "1024, 1 KiB",
      "67108864, 64 MiB",
      "1610612736, 1.5 GiB",
      "8e10, 74.51 GiB", // 8e10 / 2^30 = 74.506
      "1048575.99, 1 MiB",
      "NaN, NaN B"})
  void bytes(double bytes, String expected) {
    assertThat(Bytes.format(bytes)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
      "5e10, 50 GB/s",
      "1.6e12, 1.6 TB/s",
      "123456789, 123.5 MB/s",
      "0.5, 0.5 B/s",
      "Infinity, Infinity B/s"})
  void rates(double bytesPerSecond, String expected) {
    assertThat(Rates.format(bytesPerSecond)).isEqualTo(expected);
  }

  @Test
  void aCommaLocaleChangesNothing() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(Time.format(12_400_000L)).isEqualTo("12.4 us");
      assertThat(Bytes.format(1.5 * 1024)).isEqualTo("1.5 KiB");
    } finally {
      Locale.setDefault(before);
    }
  }

  /** 1e-12 s is one picosecond; 0.4e-12 s is nearer to none, 0.6e-12 s to one. */
  @ParameterizedTest
  @CsvSource({
      "0, 0",
      "1e-12, 1",
      "0.4e-12, 0",
      "0.6e-12, 1",
      "19.93, 19930000000000",
      "8640000, 8640000000000000000"})
  void secondsToPicoseconds(double seconds, long ps) {
    assertThat(Time.ofSeconds(seconds)).isEqualTo(ps);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -1e-9, Double.POSITIVE_INFINITY, 8_640_001})
  void refusesWhatIsNoTime(double seconds) {
    assertThatThrownBy(() -> Time.ofSeconds(seconds))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a time must lie between 0 s and 100 days, not " + seconds + " s");
  }

  @Test
  void picosecondsToSeconds() {
    assertThat(Time.seconds(2_500_000_000_000L)).isEqualTo(2.5);
  }
}
