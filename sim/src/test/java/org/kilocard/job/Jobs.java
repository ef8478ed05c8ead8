package org.kilocard.job;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.kilocard.hardware.Accelerator;
import org.kilocard.hardware.AcceleratorFile;
import org.kilocard.hardware.Precision;
import org.kilocard.hardware.Stack;
import org.kilocard.hardware.Stacks;
import org.kilocard.input.Catalogue;
import org.kilocard.model.Family;
import org.kilocard.model.ModelSpec;
import org.kilocard.model.MoeSpec;
import org.kilocard.schedule.OneForwardOneBackward;
import org.kilocard.schedule.Schedule;

/** Small jobs, each a change of another: immutable, every method returns a new one. */
public record Jobs(
    ModelSpec model,
    Parallelism layout,
    Schedule schedule,
    Batch batch,
    Recompute recompute,
    Communication communication,
    Stack stack,
    Precision precision) {
  /** An H100; what its kernels take hardly matters to those who use this. */
  public static final Accelerator CARD = AcceleratorFile.load(new Catalogue(Path.of("..")), "h100");

  private static final Overlap ALL = new Overlap(true, true, true, true, true);

  /** One card, one micro-batch, a GPT of 4 layers of 1,024 on links without start-up. */
  public static Jobs small() {
    return new Jobs(gpt(4, 1024), layout(1, 1, 1), new OneForwardOneBackward(), new Batch(512, 1, 1),
        Recompute.NONE, new Communication(UnitMode.OFFLOAD, 0, ALL, Map.of()),
        Stacks.of(false, Stacks.free("inner"), Stacks.free("outer")), Precision.BF16);
  }

  /** A GPT with heads of 64, an MLP of four times the hidden size, 10,000 words (tied) and 512 positions. */
  public static ModelSpec gpt(int layers, int hidden) {
    return new ModelSpec("gpt", Family.GPT, layers, hidden, hidden / 64, hidden / 64, 64, 4 * hidden, 10_000,
        false, true, true, 512, Optional.empty(), Optional.empty(), 0);
  }

  /** Layers with routed experts of 512, one shared expert, top 2, no dense layers. */
  public static ModelSpec moe(int layers, int hidden, int experts) {
    return new ModelSpec("moe", Family.MOE, layers, hidden, hidden / 64, hidden / 64, 64, 0, 10_000, true,
        false, false, 0, Optional.of(new MoeSpec(experts, 1, 2, 512, 0, 1, 1)), Optional.empty(), 0);
  }

  /** A layout in the usual rank order. */
  public static Parallelism layout(int tensor, int data, int pipeline) {
    return layout(tensor, data, pipeline, 1, 1, 1);
  }

  /** A layout in the usual rank order, with ZeRO-1. */
  public static Parallelism layout(
      int tensor, int data, int pipeline, int virtual, int expert, int expertTensor, Dimension... order) {
    return new Parallelism(tensor, 1, pipeline, virtual, expert, expertTensor, data, 1, tensor > 1,
        order.length > 0 ? Arrays.asList(order) : List.of(Dimension.values()), List.of());
  }

  public Jobs with(ModelSpec other) {
    return new Jobs(other, layout, schedule, batch, recompute, communication, stack, precision);
  }

  public Jobs with(Parallelism other) {
    return new Jobs(model, other, schedule, batch, recompute, communication, stack, precision);
  }

  public Jobs with(Schedule other) {
    return new Jobs(model, layout, other, batch, recompute, communication, stack, precision);
  }

  public Jobs with(Batch other) {
    return new Jobs(model, layout, schedule, other, recompute, communication, stack, precision);
  }

  public Jobs with(Recompute other) {
    return new Jobs(model, layout, schedule, batch, other, communication, stack, precision);
  }

  public Jobs with(Communication other) {
    return new Jobs(model, layout, schedule, batch, recompute, other, stack, precision);
  }

  public Jobs with(Overlap other) {
    return with(new Communication(communication.unitMode(), communication.units(), other, Map.of()));
  }

  public Jobs with(Stack other) {
    return new Jobs(model, layout, schedule, batch, recompute, communication, other, precision);
  }

  public Jobs with(Precision other) {
    return new Jobs(model, layout, schedule, batch, recompute, communication, stack, other);
  }

  /** The job. */
  public Job job() {
    return new Job(model, CARD, stack, precision, layout, schedule, batch, recompute, communication,
        OptionalInt.empty());
  }
}
