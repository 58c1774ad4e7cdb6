package io.isinglass.streams.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.stream.testkit.TestSubscriber;
import akka.stream.testkit.javadsl.TestSink;
import io.isinglass.streams.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedTest {

    private long written;

    @Test
    void aLiveReaderGetsEveryRowInOrderAndThenTheEnd() {
        Feed feed = new Feed(64);
        TestSubscriber.Probe<Feed.Portion> reader = read(feed, 0);
        reader.request(100);
        for (int k = 1; k <= 20; k++) {
            append(feed, k % 4 + 1);
            assertPortion(0, written - (k % 4 + 1), written, reader.expectNext());
        }
        feed.end();
        reader.expectComplete();
    }

    @Test
    void rowsComeInPortionsOfAtMost512() {
        Feed feed = new Feed(4096);
        append(feed, 1200);
        feed.end();

        List<Feed.Portion> portions = Runs.all(feed.live(0));
        assertEquals(
                List.of(512, 512, 176),
                portions.stream().map(portion -> portion.rows().size()).toList());
        assertEquals(
                LongStream.range(0, 1200).boxed().toList(),
                portions.stream()
                        .flatMap(portion -> portion.rows().stream())
                        .map(Row::seq)
                        .toList());
    }

    @Test
    void theWriterWaitsForNobody() {
        Feed feed = new Feed(8);
        TestSubscriber.Probe<Feed.Portion> stuck = read(feed, 0);
        stuck.ensureSubscription();
        for (int k = 0; k < 10_000; k++) {
            append(feed, 3);
        }

        assertPortion(29_992, 29_992, 30_000, stuck.request(1).expectNext());
        stuck.cancel();
    }

    @Test
    void aReaderGetsWhatWasWrittenBeforeTheEnd() {
        Feed feed = new Feed(8);
        append(feed, 3);
        feed.end();

        List<Feed.Portion> portions = Runs.all(feed.live(0));
        assertEquals(1, portions.size());
        assertPortion(0, 0, 3, portions.getFirst());
    }

    @Test
    void aWaitingReaderIsToldOfTheEnd() {
        Feed feed = new Feed(8);
        TestSubscriber.Probe<Feed.Portion> reader = read(feed, 0);
        reader.request(1);
        feed.end();

        reader.expectComplete();
    }

    @Test
    void aReaderGoesOnAfterTheLastRowItHas() {
        Feed feed = new Feed(8);
        append(feed, 6);
        feed.end();

        assertPortion(0, 4, 6, Runs.all(feed.live(4)).getFirst());
        assertEquals(List.of(), Runs.all(feed.live(6)));
        append(feed, 6);
        assertPortion(2, 4, 12, Runs.all(feed.live(2)).getFirst());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -7, Long.MIN_VALUE})
    void aReaderFromBeforeTheFirstRowBeginsThere(long from) {
        Feed feed = new Feed(8);
        TestSubscriber.Probe<Feed.Portion> reader = read(feed, from);
        reader.request(2);
        append(feed, 2);
        assertPortion(0, 0, 2, reader.expectNext());
        append(feed, 1);
        assertPortion(0, 2, 3, reader.expectNext());
        assertPortion(0, 0, 3, feed.now(from, 9));
        reader.cancel();
    }

    @Test
    void aPageHoldsAtMostWhatIsAskedForAndCountsWhatIsGone() {
        Feed feed = new Feed(10);
        append(feed, 25);

        assertPortion(15, 15, 18, feed.now(0, 3));
        assertPortion(5, 15, 25, feed.now(10, 100));
        assertPortion(0, 20, 25, feed.now(20, 100));
        assertPortion(0, 25, 25, feed.now(25, 100));
        assertPortion(0, 99, 99, feed.now(99, 100));
    }

    /** The rows of a run that was taken up again do not begin with number 0. */
    @Test
    void aFeedMayBeginWithALaterRow() {
        Feed feed = new Feed(8, 1001);
        assertEquals(1001, feed.written());
        assertPortion(1001, 1001, 1001, feed.now(0, 9));
        written = 1001;
        append(feed, 3);

        assertPortion(1001, 1001, 1004, feed.now(0, 9));
        assertPortion(1, 1001, 1004, feed.now(1000, 9));
        assertPortion(0, 1002, 1004, feed.now(1002, 9));
        append(feed, 7);
        feed.end();
        assertEquals(1011, feed.written());
        assertPortion(1003, 1003, 1011, Runs.all(feed.live(0)).getFirst());
    }

    private static TestSubscriber.Probe<Feed.Portion> read(Feed feed, long from) {
        return feed.live(from).runWith(TestSink.create(Runs.SYSTEM), Runs.SYSTEM);
    }

    private void append(Feed feed, int count) {
        List<Row> rows = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            rows.add(new Row("r", "K", 1.0, 0.0, 0.5, 1.0, written, written, written++, "now"));
        }
        feed.append(rows);
    }

    private static void assertPortion(long missed, long from, long to, Feed.Portion portion) {
        assertEquals(missed, portion.missed());
        assertEquals(
                LongStream.range(from, to).boxed().toList(),
                portion.rows().stream().map(Row::seq).toList());
        assertTrue(from <= to);
    }
}
