package io.isinglass.actors.run;

import io.isinglass.streams.learn.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures as grey PNG, one pixel a site. */
public final class Png {

    private Png() {}

    public static byte[] of(Picture picture) {
        BufferedImage image = new BufferedImage(picture.columns(), picture.rows(), BufferedImage.TYPE_BYTE_GRAY);
        double scale = 255 / (picture.high() - picture.low());
        for (int site = 0; site < picture.values().length; site++) {
            long grey = Math.round((picture.values()[site] - picture.low()) * scale);
            image.getRaster().setSample(site % picture.columns(), site / picture.columns(), 0, (int)
                    Math.max(0, Math.min(255, grey)));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // In memory: a cache on disk asks for a shutdown hook, which a process that is ending does not give.
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
