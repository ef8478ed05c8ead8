package org.kilocard.model;

import java.util.List;
import org.kilocard.hardware.GemmFormat;
import org.kilocard.hardware.Precision;

/**
 * Builds the adapter beside a frozen product.
 *
 * <p><b>Model.</b> BF16 whatever the format of the product beside it. Split over a tensor group of t as NeMo does it:
 * beside a column-parallel product each card has rank / t columns of the first matrix, which all cards gather, and the
 * columns of the second matrix that the product itself has; beside a row-parallel product each card has the rows of the
 * first matrix that the product has, of which the results are summed up, and outputs / t columns of the second matrix,
 * whose results all cards gather. Scaling (4 bytes per element) and addition (6) are kernels of their own, as are the
 * addition of the gradients of the input (6) and the scaling of those of the output (4).
 *
 * <p><b>Not modelled.</b> Dropout ahead of the adapters.
 *
 * <p><b>Source.</b> NeMo, ParallelLinearAdapter and LoRALinear; the PEFT library of Hugging Face does the same on one
 * card.
 *
 * @param rank of the adapters
 * @param shard what the card computes
 */
record AdapterKernels(int rank, Shard shard) {
  private static final GemmFormat BF16 = GemmFormat.of(Precision.BF16);

  /** What a card has of one of the two matrices. */
  private record Matrix(long inputs, long outputs) {}

  /** Beside a column-parallel product. */
  Adapter besideColumns(Gemm frozen) {
    long columns = shard.perTensor(rank, "columns of the adapters");
    return adapter(frozen, new Matrix(frozen.depth(), columns), new Matrix(rank, frozen.columns()),
        frozen.rows() * frozen.columns());
  }

  /** Beside a row-parallel product, whose sum is split over the tensor group with sequence parallelism. */
  Adapter besideRows(Gemm frozen) {
    long outputs = shard.perTensor(frozen.columns(), "outputs of the adapters");
    return adapter(frozen, new Matrix(frozen.depth(), rank), new Matrix(rank, outputs),
        shard.splitTokens() * frozen.columns());
  }

  private Adapter adapter(Gemm frozen, Matrix down, Matrix up, double results) {
    String name = frozen.name() + " adapter";
    long tokens = frozen.rows();
    return new Adapter(
        new Passes(
            product(name + " down", tokens, down),
            KernelList.join(
                dgrad(name + " down", tokens, down),
                List.of(MemoryPass.stream(name + " gradient sum", (double) tokens * down.inputs(), 6))),
            wgrad(name + " down", tokens, down)),
        new Passes(
            product(name + " up", tokens, up),
            dgrad(name + " up", tokens, up),
            wgrad(name + " up", tokens, up)),
        new Passes(
            List.of(MemoryPass.stream(name + " scale", results, 4), MemoryPass.stream(name + " sum", results, 6)),
            List.of(MemoryPass.stream(name + " scale backward", results, 4)),
            List.of()));
  }

  private static List<Kernel> product(String name, long tokens, Matrix weight) {
    return List.of(Gemm.plain(name, tokens, weight.outputs(), weight.inputs(), BF16));
  }

  private static List<Kernel> dgrad(String name, long tokens, Matrix weight) {
    return List.of(Gemm.plain(name + " dgrad", tokens, weight.inputs(), weight.outputs(), BF16));
  }

  private List<Kernel> wgrad(String name, long tokens, Matrix weight) {
    return List.of(shard.weightGradient(name + " wgrad", weight.inputs(), weight.outputs(), tokens, BF16));
  }
}
