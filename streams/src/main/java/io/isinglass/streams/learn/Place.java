package io.isinglass.streams.learn;

/** A place on earth, in degrees: latitude −90..90, north positive; longitude −180..180, east positive. */
public record Place(double latitude, double longitude) {

    public Place {
        if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
            throw new IllegalArgumentException(
                    "latitude %s, expected -90..90; longitude %s, expected -180..180".formatted(latitude, longitude));
        }
    }
}
