package io.isinglass.streams.metric

import akka.stream.testkit.javadsl.TestSink
import io.isinglass.streams.Laws
import io.isinglass.streams.Streams
import org.scalacheck.Gen
import org.scalacheck.Prop.forAll
import scala.jdk.CollectionConverters._

class FeedSpec extends Laws {

  /** What happens to a feed: so many rows are written, or a reader asks for the next portion. */
  private val steps = Gen.listOf(Gen.frequency(3 -> Gen.choose(1, 9), 1 -> Gen.choose(600, 700), 3 -> Gen.const(0)))
  private val capacities = Gen.frequency(4 -> Gen.choose(1, 20), 1 -> Gen.choose(600, 1000))

  private def row(seq: Long): Row = new Row("r", "K", 1.0, 0.0, 0.5, 1.0, seq, seq, seq, "now")

  private def rows(from: Long, count: Int): java.util.List[Row] =
    (from until from + count).map(row).toList.asJava

  law("a reader that falls behind is moved up and told exactly how many rows it missed") {
    forAll(capacities, steps) { (capacity, steps) =>
      val feed = new Feed(capacity)
      val reader = feed.live(0).runWith(TestSink.create[Feed.Portion](Streams.system), Streams.system)
      var written = 0L
      var cursor = 0L
      val right = steps.forall {
        case 0 if cursor < written =>
          val portion = reader.request(1).expectNext()
          val from = math.max(cursor, written - capacity)
          val to = math.min(written, from + 512)
          val missed = from - cursor
          cursor = to
          portion.missed == missed && portion.rows.asScala.map(_.seq.toLong).toList == (from until to).toList
        case 0 => true
        case count =>
          feed.append(rows(written, count))
          written += count
          true
      }
      reader.cancel()
      right
    }
  }

  law("what is read and what is missed make up all that was written, in order, for any number of readers", tries = 60) {
    forAll(capacities, steps, Gen.choose(0L, 50L)) { (capacity, steps, from) =>
      val feed = new Feed(capacity)
      val readers = List.fill(3)(Streams.read(feed.live(from)))
      var written = 0L
      for (count <- steps if count > 0) {
        feed.append(rows(written, count))
        written += count
      }
      feed.end()
      readers.forall { reader =>
        var next = from
        val inOrder = reader.join.asScala.forall { portion =>
          next += portion.missed
          val seqs = portion.rows.asScala.map(_.seq.toLong).toList
          val right = seqs == (next until next + seqs.size).toList
          next += seqs.size
          right
        }
        inOrder && next == math.max(from, written)
      }
    }
  }
}
