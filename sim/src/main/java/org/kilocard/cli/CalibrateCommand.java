package org.kilocard.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kilocard.fit.FittedAccelerator;
import org.kilocard.fit.KernelFamily;
import org.kilocard.fit.LawFit;
import org.kilocard.hardware.AcceleratorFile;
import org.kilocard.input.InputException;
import org.kilocard.input.Location;
import org.kilocard.input.Mapping;
import org.kilocard.input.YamlDocument;
import org.kilocard.report.TextTable;
import org.kilocard.validation.CalibratedStack;
import org.kilocard.validation.ConstantFit;
import org.kilocard.validation.Family;
import org.kilocard.validation.FamilyFile;
import org.kilocard.validation.FittedProtocols;
import org.kilocard.validation.ProtocolFit;
import org.kilocard.validation.MeasuredKernels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kilocard calibrate}. */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Fits the constants of a family and writes them as a stack that scenarios can name; those of a "
        + "family of kernels, as an accelerator. Ends with 1, and writes nothing, if the rows cannot be met.")
final class CalibrateCommand implements Callable<Integer> {
  private static final int CHECK_FAILED = 1;

  private final Shell shell;

  @Parameters(paramLabel = "FAMILY", description = "A file in scenarios/validation/, by name, or the path of a file.")
  private String name = "";

  @Option(names = {"-o", "--output"}, paramLabel = "FILE", required = true,
      description = "The stack or accelerator file to write.")
  private String output = "";

  CalibrateCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Optional<KernelFamily> kernels = MeasuredKernels.find(shell.catalogue(), name);
    if (kernels.isPresent()) {
      calibrate(kernels.get(), shell.output("-o", output));
      return 0;
    }
    Family family = FamilyFile.load(shell.catalogue(), name);
    OutputFile file = shell.output("-o", output);
    if (family.calibrate().isEmpty() && family.fit().isEmpty()) {
      throw InputException.at(Location.of(name), "names no constant under calibrate").withHint(
          "Write calibrate: [compute_scale], and role: calibrate in one of its rows; of curves of collectives "
              + "fit: [transports.nvlink.protocols.simple.base].");
    }
    String stack = family.stack().orElseThrow(() -> InputException.at(Location.of(name),
        "writes its stack out in place").withHint("Put it into a file, so that another can extend it."));
    if (!family.fit().isEmpty()) {
      return protocols(family, stack, file);
    }
    ConstantFit.Fitted fit = ValidationRun.fit(family);
    if (!fit.notes().isEmpty()) {
      shell.err().println("no stack is written: " + String.join(" ", fit.notes()) + "\n  Are the measured values of the "
          + "rows that calibrate right, and their units? Or another constant is to blame than those under calibrate.");
      return CHECK_FAILED;
    }
    file.write(CalibratedStack.of(family, stack, fit));
    fit.values().forEach((constant, value) -> shell.out().println(constant.key() + " " + Sheet.decimal(value)));
    return 0;
  }

  private void calibrate(KernelFamily family, OutputFile file) {
    if (family.fit().isEmpty()) {
      throw InputException.at(Location.of(name), "names no constant under fit").withHint(
          "Write e.g. fit: [gemm.bf16.sustained], and role: fit in a table.");
    }
    LawFit.Fitted fitted = LawFit.of(family);
    Mapping card = YamlDocument.parse(
        shell.catalogue().resolve(AcceleratorFile.FOLDER, family.accelerator().id()));
    file.write(FittedAccelerator.text(card, family, fitted));
    KernelsText.fitted(family, fitted).forEach(shell.out()::println);
  }

  /** Curves of collectives fit constants of protocols. */
  private int protocols(Family family, String stack, OutputFile file) {
    ProtocolFit.Fitted fit = ProtocolFit.of(family);
    file.write(FittedProtocols.of(family, stack, fit));
    TextTable rows = new TextTable("<<>>>>");
    rows.row("row", "role", "measured", "before", "fitted", "error");
    for (ProtocolFit.Residual residual : fit.residuals()) {
      rows.row(residual.row().id(), residual.row().calibrates() ? "calibrate" : "predict",
          microseconds(residual.measuredUs()), microseconds(residual.beforeUs()), microseconds(residual.afterUs()),
          String.format(Locale.ROOT, "%+.1f %%", 100 * residual.error()));
    }
    rows.lines(120).forEach(shell.out()::println);
    FittedProtocols.values(fit).forEach(shell.out()::println);
    shell.out().println("calibrated on " + FittedProtocols.summary(
        fit.residuals().stream().filter(r -> r.row().calibrates()).toList()));
    shell.out().println("predicted    " + FittedProtocols.summary(
        fit.residuals().stream().filter(r -> !r.row().calibrates()).toList()));
    return 0;
  }

  private static String microseconds(double us) {
    return String.format(Locale.ROOT, "%.2f us", us);
  }
}
