package io.isinglass.streams.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The lines of a file, plain or packed by gzip, one after the other; a line that is no text spoils only itself. */
final class Lines implements AutoCloseable {

    /** The longest line that is read, in bytes; of a longer one only this is kept. */
    static final int LONGEST = 1 << 20;

    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final CharsetDecoder decoder = strict();
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private long number;

    /** Bytes that are the text itself. */
    private record Content(InputStream bytes) {}

    /** A line, or why it cannot be read. */
    record Line(long number, String text, Optional<String> fault) {}

    /** The lines of {@code bytes}, which it closes when it is closed. */
    Lines(InputStream bytes) throws IOException {
        this(new Content(unpacked(bytes)));
    }

    private Lines(Content content) {
        this.in = content.bytes();
    }

    /** Lines that are taken as they are: what looks packed is no text. */
    static Lines plain(byte[] bytes) {
        return new Lines(new Content(new ByteArrayInputStream(bytes)));
    }

    /** A message as a line, whatever is in it. */
    static Line whole(Message message) {
        if (message.fault().isPresent()) {
            return new Line(0, new String(message.text(), StandardCharsets.UTF_8), message.fault());
        }
        byte[] bytes = message.text();
        return of(0, strict(), bytes, 0, Math.min(bytes.length, LONGEST), bytes.length);
    }

    private static CharsetDecoder strict() {
        return StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    }

    private static InputStream unpacked(InputStream bytes) throws IOException {
        PushbackInputStream plain = new PushbackInputStream(bytes, 2);
        byte[] first = plain.readNBytes(2);
        plain.unread(first);
        boolean packed = first.length == 2 && (first[0] & 0xFF) == 0x1F && (first[1] & 0xFF) == 0x8B;
        return packed ? new GZIPInputStream(plain, BUFFER) : plain;
    }

    /** The next line without its end; empty after the last. */
    Optional<Line> next() throws IOException {
        if (!fill()) {
            return Optional.empty();
        }
        number++;
        int from = at;
        while (at < end && buffer[at] != '\n') {
            at++;
        }
        if (at < end) {
            at++;
            return Optional.of(of(number, decoder, buffer, from, at - 1, at - 1 - from));
        }
        return Optional.of(longer(from));
    }

    /** A line that reaches beyond what is read so far. */
    private Line longer(int from) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(2 * BUFFER);
        line.write(buffer, from, end - from);
        long length = end - from;
        while (fill()) {
            int begin = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            length += at - begin;
            line.write(buffer, begin, Math.min(at - begin, LONGEST - Math.min(LONGEST, line.size())));
            if (at < end) {
                at++;
                break;
            }
        }
        byte[] bytes = line.toByteArray();
        return of(number, decoder, bytes, 0, bytes.length, length);
    }

    /** Reads on where nothing is left; returns whether there is something. */
    private boolean fill() throws IOException {
        while (at == end) {
            at = 0;
            end = in.read(buffer);
            if (end < 0) {
                end = 0;
                return false;
            }
        }
        return true;
    }

    private static Line of(long number, CharsetDecoder decoder, byte[] bytes, int from, int to, long length) {
        int last = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
        if (length > LONGEST) {
            String most = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
            return new Line(number, most, Optional.of("%d bytes long, at most %d are read".formatted(length, LONGEST)));
        }
        try {
            String text =
                    decoder.decode(ByteBuffer.wrap(bytes, from, last - from)).toString();
            return new Line(number, text, Optional.empty());
        } catch (CharacterCodingException _) {
            return new Line(
                    number,
                    new String(bytes, from, last - from, StandardCharsets.UTF_8),
                    Optional.of("it is not UTF-8"));
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
