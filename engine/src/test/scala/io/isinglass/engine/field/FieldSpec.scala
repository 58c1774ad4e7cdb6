package io.isinglass.engine.field

import io.isinglass.engine.Laws
import io.isinglass.engine.lattice.Boundary
import io.isinglass.engine.lattice.Lattice
import io.isinglass.engine.lattice.Patch
import io.isinglass.engine.lattice.Side
import io.isinglass.engine.noise.Noise
import java.util.SplittableRandom
import org.scalacheck.Gen
import org.scalacheck.Prop.forAll

class FieldSpec extends Laws {

  private val patches =
    for {
      top <- Gen.choose(0, 5)
      left <- Gen.choose(0, 5)
      rows <- Gen.choose(1, 9)
      columns <- Gen.oneOf(Gen.choose(1, 9), Gen.choose(120, 300))
    } yield new Patch(new Lattice(64, 1 << 10, Boundary.TORUS), 0, 2 * top, left, 1, rows, columns)

  private val kinds = Gen.oneOf(Values.values.toSeq)

  private def filled(patch: Patch, values: Values, seed: Long): ClearField = {
    val random = new SplittableRandom(seed)
    val field = new ClearField(patch, values)
    for {
      y <- 0 until patch.rows
      x <- 0 until patch.columns
    } field.set(0, y, x, if (values == Values.SPIN) 2.0 * random.nextInt(2) - 1 else random.nextDouble(-9, 9))
    field
  }

  /** The patch that lies beyond a side, of the same shape. */
  private def beyond(patch: Patch, side: Side): Patch =
    new Patch(
      patch.lattice,
      0,
      patch.top + side.down * patch.rows,
      patch.left + side.right * patch.columns,
      1,
      patch.rows,
      patch.columns
    )

  law("a halo shows the neighbour's edge, bit for bit, and each colour touches only its own cells") {
    forAll(patches, kinds, Gen.oneOf(Side.NORTH, Side.SOUTH, Side.WEST, Side.EAST), Gen.long) { (patch, values, side, seed) =>
      val here = filled(patch, values, seed)
      val there = filled(beyond(patch, side), values, seed + 1)
      Seq(1, 0).forall { moving =>
        val words = new Array[Long](3 + there.edgeWords(side.opposite))
        there.packEdge(side.opposite, moving, words, 3)
        here.unpackHalo(side, moving, words, 3)
        (0 until patch.length(side)).forall { k =>
          val y = if (side.down != 0) (if (side == Side.SOUTH) patch.rows else -1) else k
          val x = if (side.down != 0) k else if (side == Side.EAST) patch.columns else -1
          val shown = patch.colour(0, y, x) <= 1 - moving
          val truth = there.at(0, y - side.down * patch.rows, x - side.right * patch.columns)
          here.at(0, y, x) == (if (shown) truth else 0.0)
        } && words.take(3).forall(_ == 0)
      }
    }
  }

  law("a cursor stands on each site of its colour once, row by row") {
    forAll(patches, Gen.oneOf(0, 1)) { (patch, colour) =>
      val field = new ClearField(patch, Values.REAL)
      val site = field.sites(colour, new Noise(1).dice(0, 0, 0))
      var visits = 0
      while (site.next()) {
        visits += 1
        site.set(site.value + visits)
      }
      val own =
        for {
          y <- 0 until patch.rows
          x <- 0 until patch.columns
          if patch.colour(0, y, x) == colour
        } yield field.at(0, y, x)
      own == (1 to visits).map(_.toDouble) && own.size == visits &&
      (0 until patch.rows).forall(y =>
        (0 until patch.columns).forall(x =>
          patch.colour(0, y, x) == colour || field.at(0, y, x) == 0
        )
      )
    }
  }

  law("a snapshot gives back patch, step, fields, evidence and sums of every chain", tries = 100) {
    forAll(patches, kinds, Gen.choose(1, 3), Gen.long, Gen.oneOf(true, false)) { (patch, values, chains, seed, seen) =>
      val random = new SplittableRandom(seed)
      val stored = java.util.stream.IntStream
        .range(0, chains)
        .mapToObj { chain =>
          val field = filled(patch, values, seed + chain)
          if (seen) field.show(random.doubles(patch.sites.toLong, -3, 3).toArray)
          new Snapshot.Chain(field, chain.toLong, if (chain == 0) Array.empty else random.doubles(patch.sites.toLong).toArray)
        }
        .toList
      val content = new Snapshot.Content(patch, values, math.abs(seed >> 3), stored)
      val made = Snapshot.of(content)
      val back = new Snapshot(made.bytes.clone, made.digest).content(patch.lattice, (of, _) => new ClearField(of, values))
      back.patch == patch && back.values == values && back.step == content.step && back.chains.size == chains &&
      (0 until chains).forall { chain =>
        val (one, other) = (stored.get(chain), back.chains.get(chain))
        one.watched == other.watched && one.sums.sameElements(other.sums) &&
        one.field.evidence.sameElements(other.field.evidence) &&
        (0 until patch.rows).forall(y =>
          (0 until patch.columns).forall(x => one.field.at(0, y, x) == other.field.at(0, y, x))
        )
      } && Snapshot.of(back).digest == made.digest
    }
  }
}
