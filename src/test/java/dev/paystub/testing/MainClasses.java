package dev.paystub.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The classes of Paystub itself, without its tests. They are not initialized, and nothing that they
 * refer to is read: ArchUnit needs ten times as long for that.
 */
public final class MainClasses {

    private static final Path ROOT = Path.of("target/classes");

    private MainClasses() {}

    /** Returns the static fields of a type, of all classes. */
    public static List<Field> constantsOf(Class<?> type) {
        try (Stream<Path> files = Files.walk(ROOT.resolve("dev/paystub"))) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("package-info.class"))
                    .map(MainClasses::load)
                    .flatMap(loaded -> Arrays.stream(loaded.getDeclaredFields()))
                    .filter(field -> field.getType() == type)
                    .filter(field -> Modifier.isStatic(field.getModifiers()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(Path file) {
        var path = ROOT.relativize(file).toString();
        var name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
        try {
            return Class.forName(name, false, MainClasses.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
