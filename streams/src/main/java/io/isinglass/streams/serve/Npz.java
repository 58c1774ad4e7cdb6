package io.isinglass.streams.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Tensors as NumPy's {@code load} reads them: a ZIP, not compressed, of a file {@code name.npy} each. */
public final class Npz {

    /*
     * A file of the format NPY 1.0: a magic number, the length of a header in two bytes, the header as a Python literal,
     * filled with blanks so that what follows begins at a multiple of 64, and the numbers.
     */

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNED = 64;

    /** The first day of the calendar of ZIP files: equal tensors give equal bytes. */
    private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 1, 1, 0, 0);

    private Npz() {}

    /** The file. */
    public static byte[] bytes(List<Tensor> tensors) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Tensor tensor : tensors) {
                byte[] npy = npy(tensor);
                CRC32 sum = new CRC32();
                sum.update(npy);
                ZipEntry entry = new ZipEntry(tensor.name() + ".npy");
                entry.setTimeLocal(ALWAYS);
                entry.setSize(npy.length);
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                zip.write(npy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** One tensor as a file of its own. */
    static byte[] npy(Tensor tensor) {
        String literal = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
                .formatted(descr(tensor.type()), shape(tensor.shape()));
        int head = MAGIC.length + Short.BYTES;
        int begin = (head + literal.length() + 1 + ALIGNED - 1) / ALIGNED * ALIGNED;
        String header = literal + " ".repeat(begin - head - literal.length() - 1) + "\n";
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(begin + (long) tensor.values().length * Double.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII));
        Safetensors.put(tensor, file);
        return file.array();
    }

    private static String descr(Tensor.Type type) {
        return switch (type) {
            case FP64 -> "<f8";
            case INT64 -> "<i8";
        };
    }

    private static String shape(List<Integer> shape) {
        String axes = shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return shape.size() == 1 ? axes + "," : axes;
    }
}
