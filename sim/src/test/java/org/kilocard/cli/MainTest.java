package org.kilocard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir
  private Path directory;

  @Test
  void withoutACommandTheHelpListsThem() {
    Spoken spoken = Spoken.by(directory);
    assertThat(spoken.code()).isZero();
    assertThat(spoken.out()).isEqualTo(Spoken.by(directory, "--help").out()).contains("run ", "show ", "collective ");
  }

  @Test
  void aReaderWhoHasHadEnoughIsNoError() {
    PrintStream closed = new PrintStream(new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException("broken pipe");
      }
    });
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream complaints = new PrintStream(err, true, StandardCharsets.UTF_8);
    Shell shell = new Shell(Path.of(".."), directory, closed, complaints, false, false, true);
    assertThat(Main.execute(shell, "show", "model", "gpt3-175b")).isZero();
    assertThat(err.size()).isZero();
  }
}
