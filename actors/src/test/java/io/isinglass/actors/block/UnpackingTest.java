package io.isinglass.actors.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.model.ChainCouplings;
import io.isinglass.engine.model.Couplings;
import io.isinglass.streams.learn.Order;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An order comes out of its parts once, whatever befalls these on the way. */
class UnpackingTest {

    private final Order order = new Order(
            5,
            2,
            ChainCouplings.all(new Couplings(0.25, -1).withBonds(new double[] {1, 2, 3})),
            List.of(),
            true,
            false,
            true);
    private final List<Section.Part> parts = new OrderParts(3, 4, order, 30)
            .messages(true).stream().map(Section.Part.class::cast).toList();
    private final Unpacking unpacking = new Unpacking();

    @Test
    void anOrderIsWholeWithItsLastPartInAnyOrderAndMoreThanOnce() {
        assertTrue(parts.size() > 2, "it goes in parts");
        for (Section.Part part : parts.subList(1, parts.size()).reversed()) {
            assertEquals(Optional.empty(), unpacking.add(part));
            assertEquals(Optional.empty(), unpacking.add(part));
        }
        assertEquals(Optional.of(order), unpacking.add(parts.getFirst()));
    }

    @Test
    void anOrderThatIsWholeIsForgotten() {
        parts.forEach(unpacking::add);
        assertEquals(Optional.empty(), unpacking.add(parts.getFirst()));
    }
}
