package org.kilocard.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

  private static final Map<String, Function<String, Number>> KINDS = Map.of(
      "rate", Quantity::rateBytesPerSecond,
      "time", Quantity::timePs,
      "bytes", Quantity::bytes,
      "count", Quantity::count,
      "flops", Quantity::flops,
      "frequency", Quantity::frequency,
      "money", Quantity::money,
      "duration", Quantity::days,
      "power", Quantity::power);

  /**
   * Every value is exact: 400 Gb/s is 400e9 / 8 = 5e10 bytes per second, 64 MiB is 64 · 1024 · 1024 bytes.
   */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "rate | 400 Gb/s   | 5e10",
      "rate | 400 Gbit/s | 5e10",
      "rate | 400Gb/s    | 5e10",
      "rate | 200 GB/s   | 2e11",
      "rate | 1.6 TB/s   | 1.6e12",
      "rate | 3 GiB/s    | 3221225472",
      "rate | 8 b/s      | 1",
      "rate | 2.5e3 MB/s | 2.5e9",
      "rate | 0 B/s      | 0",
      "rate | +1 kB/s    | 1000",
      "time | 2.1 us     | 2100000",
      "time | 2.1 \u00b5s | 2100000",
      "time | 2.1 \u03bcs | 2100000",
      "time | 3 ms       | 3e9",
      "time | 600 ns     | 600000",
      "time | 0 us       | 0",
      "time | 7 ps       | 7",
      "time | 0.6 ps     | 1",
      "time | 1.5 s      | 1.5e12",
      "time | 2 min      | 120e12",
      "time | 1 h        | 3600e12",
      "time | 100 d      | 8640000e12",
      "bytes | 64 MiB    | 67108864",
      "bytes | 80 GB     | 80e9",
      "bytes | 512 B     | 512",
      "bytes | 1.5 GiB   | 1610612736",
      "bytes | 4 KB      | 4000",
      "bytes | 4kB       | 4000",
      "bytes | 1 EB      | 1e18",
      "count | 14.8T     | 14800000000000",
      "count | 2048      | 2048",
      "count | 1.2e6     | 1200000",
      "count | 1E6       | 1000000",
      "count | 3k        | 3000",
      "count | 3 K       | 3000",
      "count | 70B       | 70e9",
      "count | .5M       | 500000",
      "flops | 989 TFLOPS  | 9.89e14",
      "flops | 1.9 PFLOPS  | 1.9e15",
      "flops | 1.9 PFLOP/s | 1.9e15",
      "flops | 1979 TOPS   | 1.979e15",
      "frequency | 1.98 GHz | 1.98e9",
      "money | 2 USD     | 2",
      "money | 0.35 USD  | 0.35",
      "duration | 60d     | 60",
      "duration | 8 weeks | 56",
      "duration | 36 h    | 1.5",
      "duration | 1440 min | 1",
      "duration | 43200 s | 0.5",
      "power | 700 W     | 700",
      "power | 1 kW      | 1000"})
  void reads(String kind, String text, double expected) {
    assertThat(KINDS.get(kind).apply(text).doubleValue()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "rate | 50        | a rate needs a unit, e.g. 400 Gb/s or 50 GB/s",
      "rate | 400 Gbs   | unknown rate unit 'Gbs'. Did you mean 'Gb/s'?",
      "rate | 400 Gbps  | unknown rate unit 'Gbps'. Did you mean 'Gb/s'?",
      "rate | 50 GBps   | unknown rate unit 'GBps'. Did you mean 'GB/s'?",
      "rate | 50 GB     | unknown rate unit 'GB'. Did you mean 'GB/s'?",
      "rate | 400 gb/s  | unknown rate unit 'gb/s'. Did you mean 'Gb/s' or 'GB/s'?",
      "rate | 50 GB/sec | unknown rate unit 'GB/sec'. Did you mean 'GB/s'?",
      "rate | 5 furlong | unknown rate unit 'furlong', write e.g. 400 Gb/s or 50 GB/s",
      "rate | fast      | 'fast' is not a rate, e.g. 400 Gb/s or 50 GB/s",
      "rate | NaN GB/s  | 'NaN GB/s' is not a rate, e.g. 400 Gb/s or 50 GB/s",
      "rate | Infinity  | 'Infinity' is not a rate, e.g. 400 Gb/s or 50 GB/s",
      "rate | -5 GB/s   | a rate cannot be negative, as '-5 GB/s' is",
      "rate | 1e400 B/s | '1e400 B/s' is too large for a rate",
      "rate | 1e99999 B/s | '1e99999 B/s' is not a rate, e.g. 400 Gb/s or 50 GB/s",
      "rate | ``        | '' is not a rate, e.g. 400 Gb/s or 50 GB/s",
      "time | 3         | a time needs a unit, e.g. 2.1 us or 3 ms",
      "time | 3 Ms      | unknown time unit 'Ms'. Did you mean 'ms'?",
      "time | 3 S       | unknown time unit 'S'. Did you mean 's'?",
      "time | 3 seconds | unknown time unit 'seconds'. Did you mean 's'?",
      "time | 101 d     | '101 d' is too large for a time",
      "bytes | 64       | a size needs a unit, e.g. 64 MiB or 80 GB",
      "bytes | 64 MBytes | unknown size unit 'MBytes'. Did you mean 'MB'?",
      "bytes | 64 mib   | unknown size unit 'mib'. Did you mean 'MiB'?",
      "bytes | 9 EB     | '9 EB' is too large for a size",
      "count | many     | 'many' is not a count, e.g. 2048, 3k or 14.8T",
      "count | 2,048    | write '2,048' without ',' between the digits",
      "count | 2_048    | write '2_048' without '_' between the digits",
      "count | 3t       | unknown count unit 't'. Did you mean 'T'?",
      "count | 12 34    | '12 34' is not a count, e.g. 2048, 3k or 14.8T",
      "count | 0x10     | unknown count unit 'x10', write e.g. 2048, 3k or 14.8T",
      "flops | 989      | a compute rate needs a unit, e.g. 989 TFLOPS or 1.9 PFLOPS",
      "flops | 9 tflops | unknown compute unit 'tflops'. Did you mean 'TFLOPS'?",
      "flops | 9 TFLOP  | unknown compute unit 'TFLOP'. Did you mean 'TFLOP/s'?",
      "frequency | 2    | a frequency needs a unit, e.g. 1.98 GHz or 1755 MHz",
      "money | 2        | a price needs a unit, e.g. 2 USD",
      "money | $2       | '$2' is not a price, e.g. 2 USD",
      "money | 2 EUR    | unknown money unit 'EUR', write e.g. 2 USD",
      "power | 700      | a power needs a unit, e.g. 700 W or 1.2 kW",
      "power | 7 watts  | unknown power unit 'watts', write e.g. 700 W or 1.2 kW"})
  void refuses(String kind, String text, String message) {
    assertThatThrownBy(() -> KINDS.get(kind).apply(text))
        .isInstanceOf(QuantityException.class)
        .hasMessage(message);
  }
}
