package io.isinglass.streams.source

import io.isinglass.engine.catalog.Refused
import io.isinglass.streams.Laws
import java.awt.image.BufferedImage
import java.io.ByteArrayOutputStream
import java.nio.charset.StandardCharsets.US_ASCII
import javax.imageio.ImageIO
import org.scalacheck.Gen
import org.scalacheck.Prop.forAll

class ImageSpec extends Laws {

  /** Black pixels are true. */
  private type Picture = Vector[Vector[Boolean]]

  private val pictures: Gen[Picture] =
    for {
      rows <- Gen.choose(2, 12)
      columns <- Gen.choose(2, 40)
      pixels <- Gen.listOfN(rows * columns, Gen.oneOf(true, false))
    } yield pixels.grouped(columns).map(_.toVector).toVector

  private def header(format: String, picture: Picture): String =
    s"$format\n${picture.head.size} ${picture.size}\n"

  private def plain(picture: Picture, gap: Int): Array[Byte] =
    (header("P1", picture) + picture.map(_.map(if (_) "1" else "0").mkString(" " * gap)).mkString("\n")).getBytes(US_ASCII)

  /** Every row begins with a new byte, the first pixel in its highest bit. */
  private def raw(picture: Picture): Array[Byte] =
    header("P4", picture).getBytes(US_ASCII) ++
      picture.flatMap(_.grouped(8).map(_.zipWithIndex.map { case (black, k) => if (black) 1 << 7 - k else 0 }.sum.toByte))

  private def png(picture: Picture): Array[Byte] = {
    val image = new BufferedImage(picture.head.size, picture.size, BufferedImage.TYPE_BYTE_BINARY)
    for ((row, y) <- picture.zipWithIndex; (black, x) <- row.zipWithIndex if !black) image.setRGB(x, y, 0xffffff)
    val file = new ByteArrayOutputStream
    ImageIO.write(image, "png", file)
    file.toByteArray
  }

  private def shows(file: Array[Byte], picture: Picture): Boolean = {
    val image = Image.read("any", file)
    image.rows == picture.size && image.columns == picture.head.size &&
    image.grey.toVector == picture.flatten.map(if (_) 0.0 else 1.0)
  }

  law("a bitmap is the same picture in plain, raw and PNG form, whatever its width") {
    forAll(pictures, Gen.choose(0, 2)) { (picture, gap) =>
      shows(plain(picture, gap), picture) && shows(raw(picture), picture) && shows(png(picture), picture)
    }
  }

  law("a file that was cut short or damaged is refused by name, or is a picture, but nothing worse", tries = 1000) {
    forAll(pictures, Gen.oneOf(true, false), Gen.choose(0.0, 1.0), Gen.zip(Gen.choose(0.0, 1.0), Gen.choose(0, 255))) {
      case (picture, isPng, cut, (place, value)) =>
        val whole = if (isPng) png(picture) else raw(picture)
        val file = whole.take((whole.length * (0.5 + cut)).toInt)
        file((place * (file.length - 1)).toInt) = value.toByte
        try Image.read("horse", file).rows >= 2
        catch { case refused: Refused => refused.getMessage.contains("horse") }
    }
  }
}
