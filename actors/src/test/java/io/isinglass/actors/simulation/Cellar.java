package io.isinglass.actors.simulation;

import io.isinglass.actors.store.Vault;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A vault that all nodes share and that may fail: it refuses, keeps the older object, or spoils what it holds. */
final class Cellar implements Vault {

    /** How bad the vault is: puts that fail before or after they took effect, reads that fail. */
    record Weather(double refused, double unanswered, double unread) {

        static final Weather FINE = new Weather(0, 0, 0);
    }

    private final Chance chance;
    private final TreeMap<String, byte[]> objects = new TreeMap<>();
    private final Set<String> spoilt = new LinkedHashSet<>();
    private Weather weather;

    Cellar(Chance chance, Weather weather) {
        this.chance = chance;
        this.weather = weather;
    }

    void clear() {
        weather = Weather.FINE;
    }

    /** The keys of all objects that were ever spoilt. */
    Set<String> spoilt() {
        return spoilt;
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        if (chance.once(weather.refused())) {
            throw new IOException("the vault refuses " + key);
        }
        objects.put(key, bytes.clone());
        if (chance.once(weather.unanswered())) {
            throw new IOException("the vault does not say that it took " + key);
        }
    }

    @Override
    public Optional<byte[]> read(String key) throws IOException {
        if (chance.once(weather.unread())) {
            throw new IOException("the vault does not answer for " + key);
        }
        return Optional.ofNullable(objects.get(key)).map(byte[]::clone);
    }

    @Override
    public List<String> list(String prefix) {
        return objects.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
    }

    @Override
    public void delete(String key) {
        objects.remove(key);
    }

    @Override
    public void close() {}

    /** Spoils an object, whichever. */
    void spoil() {
        if (!objects.isEmpty()) {
            spoil(chance.oneOf(List.copyOf(objects.keySet())));
        }
    }

    /** Spoils an object where it lies: a bit, its end, all of it, or it is taken for another. */
    void spoil(String key) {
        byte[] bytes = objects.getOrDefault(key, new byte[0]).clone();
        switch (bytes.length == 0 ? 2 : chance.below(4)) {
            case 0 -> {
                bytes[chance.below(bytes.length)] ^= (byte) (1 << chance.below(8));
                objects.put(key, bytes);
            }
            case 1 -> objects.put(key, Arrays.copyOf(bytes, chance.below(bytes.length)));
            case 2 -> objects.remove(key);
            default -> swap(key, chance.oneOf(others(key)));
        }
        spoilt.add(key);
    }

    /** What an object may be taken for: the same of another time, if there is such. */
    private List<String> others(String key) {
        List<String> all =
                objects.keySet().stream().filter(other -> !other.equals(key)).toList();
        String own = key.substring(key.lastIndexOf('/'));
        List<String> alike = all.stream().filter(other -> other.endsWith(own)).toList();
        return !alike.isEmpty() ? alike : all.isEmpty() ? List.of(key) : all;
    }

    private void swap(String one, String other) {
        byte[] bytes = objects.get(one);
        objects.put(one, objects.get(other));
        objects.put(other, bytes);
        spoilt.add(other);
    }
}
