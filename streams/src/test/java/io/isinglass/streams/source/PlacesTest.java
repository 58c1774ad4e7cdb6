package io.isinglass.streams.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.isinglass.engine.catalog.Refused;
import io.isinglass.streams.learn.Place;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacesTest {

    private static List<Place> of(String file, String... sites) {
        Files files = MemoryFiles.of(Map.of("places.csv", file.getBytes(StandardCharsets.UTF_8)));
        return Places.of("places.csv", files, List.of(sites));
    }

    @Test
    void sitesHaveTheirPlacesInTheOrderOfTheSites() {
        assertEquals(
                List.of(new Place(41.5, -87), new Place(-32, 97.25)),
                of("code,city,latitude,longitude\nDFW,\"Dallas, TX\",-32,97.25\nORD,Chicago,41.5,-87\n", "ORD", "DFW"));
        assertEquals(List.of(), Places.of("none", MemoryFiles.of(Map.of()), List.of("ORD")));
    }

    @Test
    void aFileThatIsNotThereIsRefusedByItsOption() {
        Refused refused = assertThrows(Refused.class, () -> Places.of("p.csv", MemoryFiles.of(Map.of()), List.of()));
        assertEquals("options.places", refused.path());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        code,latitude,longitude;DFW,1,1   | has no place for the site ORD
        code,latitude;ORD,1               | has no column longitude for ORD
        code,latitude,longitude;ORD,1,x   | longitude of ORD in places.csv is "x", no number
        code,latitude,longitude;ORD,91,1  | latitude 91.0, expected -90..90
        code,latitude,longitude;ORD,NaN,1 | latitude NaN, expected -90..90
        code,latitude,longitude;ORD,1,181 | longitude 181.0, expected -180..180
        """)
    void aPlaceThatIsNoneIsRefused(String file, String reason) {
        Refused refused = assertThrows(Refused.class, () -> of(file.replace(';', '\n'), "ORD"));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }
}
