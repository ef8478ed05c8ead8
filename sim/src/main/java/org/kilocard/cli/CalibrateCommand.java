package org.kilocard.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.kilocard.input.InputException;
import org.kilocard.input.Location;
import org.kilocard.validation.CalibratedStack;
import org.kilocard.validation.ConstantFit;
import org.kilocard.validation.Family;
import org.kilocard.validation.FamilyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kilocard calibrate}. */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Fits the constants of a family and writes them as a stack that scenarios can name.")
final class CalibrateCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "FAMILY", description = "A file in scenarios/validation/, by name, or the path of a file.")
  private String name = "";

  @Option(names = {"-o", "--output"}, paramLabel = "FILE", required = true, description = "The stack file to write.")
  private String output = "";

  CalibrateCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    OutputFile file = OutputFile.of("-o", output);
    Family family = FamilyFile.load(shell.catalogue(), name);
    if (family.calibrate().isEmpty()) {
      throw InputException.at(Location.of(name), "names no constant under calibrate").withHint(
          "Write calibrate: [compute_scale], and role: calibrate in one of its rows.");
    }
    String stack = family.stack().orElseThrow(() -> InputException.at(Location.of(name),
        "writes its stack out in place").withHint("Put it into a file, so that another can extend it."));
    ConstantFit.Fitted fit = ValidationRun.fit(family);
    String text = CalibratedStack.of(family, stack, fit);
    file.write(out -> {
      try {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    fit.values().forEach((constant, value) -> shell.out().println(constant.key() + " " + Sheet.decimal(value)));
    fit.notes().forEach(shell.err()::println);
    return 0;
  }
}
