package io.isinglass.engine.noise;

import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;

/**
 * The battery on one walk through the addresses, as a program: {@code Trial WORD HIGH 1 24} prints its verdicts, a line
 * each and a line for all; {@code Trial WORD HIGH 1} writes the words themselves for another battery, until nobody reads.
 */
final class Trial {

    /** A verdict that lies further out is suspicious: TestU01's limit is ten times wider. */
    private static final double LIMIT = 1e-4;

    private long read;

    private Trial() {}

    public static void main(String[] args) {
        Order order = Order.valueOf(args[1]);
        IntSupplier words = order.words(Dimension.valueOf(args[0]).walk(Numbers.DICE, Long.parseLong(args[2])));
        if (args.length > 3) {
            new Trial().print(args, words);
        } else {
            write(words);
        }
    }

    private void print(String[] args, IntSupplier words) {
        Battery battery = new Battery(
                () -> {
                    read++;
                    return words.getAsInt();
                },
                Integer.parseInt(args[3]));
        List<Verdict> verdicts = battery.verdicts();
        for (Verdict verdict : verdicts) {
            System.out.println(String.format(
                    Locale.ROOT, "%-12s below %.6f above %.6f", verdict.statistic(), verdict.below(), verdict.above()));
        }
        List<String> suspicious = verdicts.stream()
                .filter(verdict -> verdict.odds() < LIMIT)
                .map(verdict -> String.format(Locale.ROOT, "%s %.1e", verdict.statistic(), verdict.odds()))
                .toList();
        System.out.println(String.format(
                Locale.ROOT,
                "| %-8s | %-4s | %4s | 2^%.1f | %d | %s |",
                args[0],
                args[1],
                args[2],
                Math.log((double) read) / Math.log(2),
                verdicts.size(),
                suspicious.isEmpty() ? "none" : suspicious));
    }

    private static void write(IntSupplier words) {
        byte[] bytes = new byte[1 << 16];
        while (!System.out.checkError()) {
            for (int k = 0; k < bytes.length; k += Integer.BYTES) {
                int word = words.getAsInt();
                bytes[k] = (byte) word;
                bytes[k + 1] = (byte) (word >>> 8);
                bytes[k + 2] = (byte) (word >>> 16);
                bytes[k + 3] = (byte) (word >>> 24);
            }
            System.out.write(bytes, 0, bytes.length);
        }
    }
}
