package io.mlintern.gateway.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;

/// The files that the demo writes.
final class DemoFiles {
    static final String PYTHON = resource("train.py");
    static final String AWK = resource("train.awk");
    static final String RATE = "LEARNING_RATE = ";
    static final String FIRST_RATE = "3.0";

    private static final int ROWS = 120;
    private static final long SEED = 20_260_101;

    private DemoFiles() {}

    /// Flats and their prices: a known rule and some noise, the same at each call.
    static String data() {
        var random = new SplittableRandom(SEED);
        var csv = new StringBuilder("size_m2,rooms,age_years,price_k\n");
        for (int i = 0; i < ROWS; i++) {
            double size = 30 + random.nextDouble() * 150;
            int rooms = (int) Math.round(size / 30 + random.nextDouble() * 2);
            double age = random.nextDouble() * 60;
            double noise =
                    (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5) * 24;
            double price = 40 + 2.1 * size + 9 * rooms - 1.2 * age + noise;
            csv.append(
                    String.format(Locale.ROOT, "%.1f,%d,%.1f,%.1f%n", size, rooms, age, price)
                            .replace("\r", ""));
        }
        return csv.toString();
    }

    private static String resource(String name) {
        try (InputStream in = DemoFiles.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
