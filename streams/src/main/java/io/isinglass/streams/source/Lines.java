package io.isinglass.streams.source;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The lines of a file, plain or packed by gzip, one after the other; a line that is no text spoils only itself. */
final class Lines {

    /** The longest line that is read, in bytes; of a longer one only this is kept. */
    static final int LONGEST = 1 << 20;

    private final InputStream in;
    private long number;

    /** A line, or why it cannot be read. */
    record Line(long number, String text, Optional<String> fault) {}

    Lines(byte[] bytes) throws IOException {
        InputStream plain = new ByteArrayInputStream(bytes);
        boolean packed = bytes.length > 2 && (bytes[0] & 0xFF) == 0x1F && (bytes[1] & 0xFF) == 0x8B;
        this.in = new BufferedInputStream(packed ? new GZIPInputStream(plain) : plain, 1 << 16);
    }

    /** The next line without its end; empty after the last. */
    Optional<Line> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        long length = 0;
        int read = in.read();
        if (read < 0) {
            return Optional.empty();
        }
        while (read >= 0 && read != '\n') {
            if (length++ < LONGEST) {
                line.write(read);
            }
            read = in.read();
        }
        number++;
        return Optional.of(of(line.toByteArray(), length));
    }

    private Line of(byte[] bytes, long length) {
        int end = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        if (length > LONGEST) {
            String most = new String(bytes, StandardCharsets.ISO_8859_1);
            return new Line(number, most, Optional.of("%d bytes long, at most %d are read".formatted(length, LONGEST)));
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, end))
                    .toString();
            return new Line(number, text, Optional.empty());
        } catch (CharacterCodingException _) {
            return new Line(number, new String(bytes, 0, end, StandardCharsets.UTF_8), Optional.of("it is not UTF-8"));
        }
    }
}
