package io.isinglass.actors.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import io.isinglass.actors.cluster.Standstill.Beat;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StandstillTest {

    @Test
    void onlyABeatThatComesTooLateIsTold() {
        AtomicLong clock = new AtomicLong(-3_000_000_000L);
        AtomicInteger told = new AtomicInteger();
        BehaviorTestKit<Beat> kit =
                BehaviorTestKit.create(Standstill.watch(Duration.ofSeconds(8), clock::get, told::incrementAndGet));
        for (int beat = 0; beat < 100; beat++) {
            clock.addAndGet(8_400_000_000L);
            kit.run(Beat.BEAT);
        }
        assertEquals(0, told.get(), "as long as the others wait, and a beat");

        clock.addAndGet(8_600_000_000L);
        kit.run(Beat.BEAT);
        assertEquals(1, told.get());

        clock.addAndGet(500_000_000L);
        kit.run(Beat.BEAT);
        assertEquals(1, told.get(), "it is said once for each time");
    }
}
