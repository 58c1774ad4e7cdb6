package io.isinglass.engine.lattice

import io.isinglass.engine.Laws
import io.isinglass.engine.catalog.Refused
import org.scalacheck.Gen
import org.scalacheck.Prop.forAll
import scala.jdk.CollectionConverters._

class CutSpec extends Laws {

  private val cuts =
    for {
      boundary <- Gen.oneOf(Boundary.values.toSeq)
      down <- Gen.choose(1, 6)
      across <- Gen.choose(1, 6)
      height <- Gen.choose(1, 7)
      width <- Gen.choose(1, 7)
      even = if (boundary == Boundary.TORUS) 2 else 1
      if down * height >= 2 && across * width >= 2
      if down * height % even == 0 && across * width % even == 0
    } yield new Cut(new Lattice(down * height, across * width, boundary), down, across)

  private def sites(patch: Patch): Seq[(Int, Int)] =
    for {
      row <- patch.top until patch.top + patch.rows
      column <- patch.left until patch.left + patch.columns
    } yield (row, column)

  private def patches(cut: Cut): Seq[Patch] = (0 until cut.count).map(cut.patch(_))

  law("the blocks of a cut cover each site once") {
    forAll(cuts) { cut =>
      val covered = patches(cut).flatMap(sites)
      val lattice =
        for {
          row <- 0 until cut.lattice.rows
          column <- 0 until cut.lattice.columns
        } yield (row, column)
      covered.sorted == lattice
    }
  }

  law("neighbours are mutual, share an edge length, and lie where the lattice says") {
    forAll(cuts) { cut =>
      val rows = cut.lattice.rows
      val columns = cut.lattice.columns
      (0 until cut.count).forall { index =>
        cut.lattice.sides.asScala.forall { side =>
          val own = cut.patch(index)
          val top = own.top + side.down * own.rows
          val left = own.left + side.right * own.columns
          val beyond = (Math.floorMod(top, rows), Math.floorMod(left, columns))
          val there = cut.neighbour(index, side)
          if (cut.lattice.boundary == Boundary.OPEN && beyond != ((top, left))) there.isEmpty
          else {
            val other = cut.patch(there.getAsInt)
            (other.top, other.left) == beyond &&
            other.length(side.opposite) == own.length(side) &&
            cut.neighbour(there.getAsInt, side.opposite).getAsInt == index
          }
        }
      }
    }
  }

  law("bonds are counted as they are drawn: one to the right and one down from each site") {
    forAll(cuts) { cut =>
      val lattice = cut.lattice
      val drawn = sites(Patch.of(lattice)).map { case (row, column) =>
        val right = if (column + 1 < lattice.columns || lattice.boundary == Boundary.TORUS) 1 else 0
        val down = if (row + 1 < lattice.rows || lattice.boundary == Boundary.TORUS) 1 else 0
        right + down
      }
      drawn.sum.toLong == lattice.countBonds
    }
  }

  law("no bond joins two sites of one colour") {
    forAll(cuts) { cut =>
      sites(Patch.of(cut.lattice)).forall { case (row, column) =>
        val inside = cut.lattice.boundary == Boundary.TORUS
        val right = if (inside) (column + 1) % cut.lattice.columns else column + 1
        val down = if (inside) (row + 1) % cut.lattice.rows else row + 1
        val own = cut.lattice.colour(0, row, column)
        own != cut.lattice.colour(0, row, right) && own != cut.lattice.colour(0, down, column) &&
        own == cut.lattice.colour(0, row - cut.lattice.rows * 2, column - cut.lattice.columns * 2)
      }
    }
  }

  law("blocks that do not tile are refused with the nearest number that does") {
    forAll(Gen.choose(2, 200), Gen.choose(-3, 300)) { (rows, down) =>
      val tiles = down >= 1 && rows % down == 0
      try {
        val cut = new Cut(new Lattice(rows, 2, Boundary.OPEN), down, 1)
        tiles && cut.count == down
      } catch {
        case refused: Refused =>
          val nearest = (1 to rows).filter(rows % _ == 0).minBy(d => (math.abs(d - down), d))
          !tiles && refused.path == "blocks" &&
          refused.getMessage ==
            s"$down blocks do not tile $rows rows: use a divisor of $rows (nearest: $nearest)"
      }
    }
  }

  law("sides come back when crossed twice", tries = 20) {
    forAll(Gen.oneOf(Side.values.toSeq)) { side =>
      side.opposite.opposite == side && side.down == -side.opposite.down && side.right == -side.opposite.right &&
      side.inward == -side.opposite.inward && side.isForward != side.opposite.isForward &&
      math.abs(side.inward) + math.abs(side.down) + math.abs(side.right) == side.ring + 1
    }
  }
}
