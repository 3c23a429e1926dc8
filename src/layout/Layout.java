import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/**
 * Makes from the server's jar the layout that bin/paystub starts:
 *
 * <pre>
 *   java Layout.java make JAR FOLDER        the libraries, the application with Spring's beans analysed, the scripts
 *   java Layout.java train FOLDER [JAVA]    the AOT cache in it, for this or another Java
 *   java Layout.java warm FOLDER [JAVA]     a second cache, for the profile load, from which C2 begins with what is hot
 *   java Layout.java maven JAR FOLDER GOALS SECONDS
 *                                           all three, the last under load for so long at most, if Maven was asked for a package
 *   java Layout.java link FOLDER            a Java of what the server needs, for the image
 * </pre>
 *
 * Maven may run on an older JDK, from 17: the program then starts itself again on the toolchain's.
 */
public final class Layout {

    private static final String JAR = "paystub.jar";
    private static final String CACHE = "paystub.aot";
    private static final String LOAD_CACHE = "paystub-load.aot";

    /** Enough for C2 to compile what a request needs. On a slow machine, the time ends it. */
    private static final int LOAD = 60_000;

    private static final Duration LONGEST_LOAD = Duration.ofSeconds(60);
    private static final int CLIENTS = 8;
    private static final int REQUESTS_OF_AN_ACCOUNT = 500;

    /** What clients under load ask for, again and again. */
    private static final List<String> HOT =
            List.of(
                    "GET /billing/invoices/41",
                    "POST /billing/invoices/funds {\"amount\":10}",
                    "GET /billing/invoices/41",
                    "GET /billing/balance",
                    "GET /billing/invoices/41",
                    "GET /billing/invoices",
                    "GET /billing/invoices/41",
                    "GET /sandbox/requests?limit=50",
                    "GET /billing/invoices/41",
                    "GET /v1/organizations/list");

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** What a test run asks for first; classes that these need are loaded from the cache later. */
    private static final List<String> REQUESTS =
            List.of(
                    "GET /readyz",
                    "GET /billing/invoices",
                    "GET /billing/invoices/41",
                    "GET /billing/balance",
                    "GET /billing/invoices/0",
                    "GET /v1/organizations/list",
                    "GET /sandbox/clock",
                    "GET /sandbox/state",
                    "GET /sandbox/requests?limit=5",
                    "GET /console/",
                    "POST /billing/invoices/funds {\"amount\":10}",
                    "POST /sandbox/clock/advance {\"by\":\"P1M\"}",
                    "POST /sandbox/reset");

    /**
     * What jdeps finds, and what libraries use by reflection or by name. jdk.jfr and jdk.jdwp.agent are for whoever looks
     * inside.
     */
    private static final String MODULES =
            "java.compiler,java.desktop,java.instrument,java.management,java.naming,java.net.http,java.prefs,java.scripting,"
                    + "java.security.jgss,java.sql,java.sql.rowset,jdk.crypto.ec,jdk.jdwp.agent,jdk.jfr,jdk.management,"
                    + "jdk.net,jdk.unsupported,jdk.zipfs";

    /** Spring needs java.desktop for java.beans. These packages and libraries of it draw, print and sound. */
    private static final String DRAWN =
            "(javax/(swing|print|sound)|sun/(swing|java2d|font|print|awt/X11|awt/resources|awt/shell|awt/dnd|awt/im)|"
                    + "com/sun/(imageio|media|java/swing|swing))(/.*)?";

    private static final String DRAWING =
            "awt awt_headless awt_xawt fontmanager freetype javajpeg jawt jsound lcms mlib_image splashscreen";

    private Layout() {}

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "make" -> make(Path.of(args[1]), Path.of(args[2]));
            case "train" -> train(Path.of(args[1]), args.length > 2 ? Path.of(args[2]) : thisJava(), "ci", CACHE, Duration.ZERO);
            case "warm" -> train(Path.of(args[1]), args.length > 2 ? Path.of(args[2]) : thisJava(), "load", LOAD_CACHE, LONGEST_LOAD);
            case "maven" -> {
                // ./mvnw verify goes through the phase package too, and should not wait for what it does not use.
                if (!args[3].matches(".*\\b(package|install|deploy)\\b.*")) {
                    return;
                }
                if (Runtime.version().feature() < 25) {
                    onToolchain(args);
                } else {
                    make(Path.of(args[1]), Path.of(args[2]));
                    train(Path.of(args[2]), thisJava(), "ci", CACHE, Duration.ZERO);
                    train(Path.of(args[2]), thisJava(), "load", LOAD_CACHE, Duration.ofSeconds(Integer.parseInt(args[4])));
                }
            }
            case "link" -> link(Path.of(args[1]));
            default -> throw new IllegalArgumentException("unknown command: " + args[0]);
        }
    }

    private static void onToolchain(String[] args) throws Exception {
        var home = System.getenv("TOOLCHAIN_JAVA_HOME");
        if (home == null) {
            throw new IllegalStateException("Maven found no toolchain with JDK 25");
        }
        var command = new ArrayList<>(List.of(Path.of(home, "bin", "java").toString(), "src/layout/Layout.java"));
        command.addAll(List.of(args));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException("the layout was not made");
        }
    }

    private static void make(Path jar, Path folder) throws Exception {
        delete(folder);
        run(List.of(thisJava().toString(), "-Djarmode=tools", "-jar", jar.toString(), "extract",
                "--application-filename", JAR, "--destination", folder.toString()));
        analyseBeans(folder);
        slim(folder);
        var scripts = Path.of("bin").toAbsolutePath();
        Files.createDirectories(folder.resolve("bin"));
        try (var files = Files.list(scripts)) {
            for (var file : files.toList()) {
                Files.copy(file, folder.resolve("bin").resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        // so that whoever unpacks a release can make the cache for the Java there: java bin/Layout.java train .
        Files.copy(Path.of("src/layout/Layout.java"), folder.resolve("bin/Layout.java"));
        System.out.printf("layout: %s, %.1f MB%n", folder, megabytes(folder));
    }

    /** Adds to the application what Spring finds out at each start otherwise. */
    private static void analyseBeans(Path folder) throws Exception {
        var jar = folder.resolve(JAR);
        var work = Files.createTempDirectory("spring-aot");
        try {
            var sources = work.resolve("sources");
            var classes = work.resolve("classes");
            run(List.of(thisJava().toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", jar.toString(),
                    "org.springframework.boot.SpringApplicationAotProcessor", "dev.paystub.PaystubApplication",
                    sources.toString(), work.resolve("resources").toString(), classes.toString(), "dev.paystub", "paystub"));
            var compile = new ArrayList<>(List.of("-proc:none", "-nowarn", "-parameters", "-cp", jar.toString(),
                    "-d", classes.toString()));
            try (var files = Files.walk(sources)) {
                files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(compile::add);
            }
            var javac = ToolProvider.findFirst("javac").orElseThrow();
            if (javac.run(System.out, System.err, compile.toArray(String[]::new)) != 0) {
                throw new IllegalStateException("javac refused Spring's code");
            }
            try (var target = FileSystems.newFileSystem(jar)) {
                for (var part : List.of(classes, work.resolve("resources"))) {
                    addAll(part, target.getPath("/"));
                }
            }
        } finally {
            delete(work);
        }
    }

    /** A file of its own, since it needs the ASM of spring-core, of which it uses a copy: it rewrites that jar too. */
    private static void slim(Path folder) throws Exception {
        var work = Files.createTempDirectory("slim");
        try (var jars = Files.newDirectoryStream(folder.resolve("lib"), "spring-core-*.jar")) {
            var copy = Files.copy(jars.iterator().next(), work.resolve("asm.jar"));
            run(List.of(thisJava().toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", copy.toString(),
                    "src/layout/Slim.java", folder.toString()));
        } finally {
            delete(work);
        }
    }

    private static void addAll(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /**
     * Runs the server with the options of a profile, asks for what tests ask first, and stops it, at which the JVM writes
     * the cache. The cache fits this very Java and these very files. For the profile load it is kept busy before.
     */
    private static void train(Path relative, Path java, String profile, String name, Duration load) throws Exception {
        var folder = relative.toAbsolutePath().normalize();
        var cache = folder.resolve(name);
        var options = "@" + folder.resolve("bin").resolve(profile + ".options");
        Files.deleteIfExists(cache);
        var url = "http://127.0.0.1:" + freePort();
        var log = Files.createTempFile("training", ".log");
        var builder =
                new ProcessBuilder(java.toString(), options, "-XX:AOTCacheOutput=" + cache,
                        "-jar", folder.resolve(JAR).toString(), "--server.address=127.0.0.1",
                        "--server.port=" + URI.create(url).getPort())
                        .redirectErrorStream(true).redirectOutput(log.toFile());
        // A setting of whoever builds must not become part of the training.
        builder.environment().keySet().removeIf(
                variable -> variable.matches("(PAYSTUB|SPRING|SERVER|JAVA_TOOL|JDK_JAVA)_.*|PORT"));
        var server = builder.start();
        try {
            for (int round = 0; round < 3; round++) {
                for (var request : REQUESTS) {
                    ask(url, request, server, "training");
                }
            }
            if (load.isPositive()) {
                load(url, server, load);
            }
            server.destroy();
            if (!server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || !Files.exists(cache)) {
                throw new IllegalStateException("the training left no cache");
            }
            // The JVM refuses to start here, if the cache does not fit.
            run(List.of(java.toString(), options, "-XX:AOTMode=on", "-XX:AOTCache=" + cache,
                    "-jar", folder.resolve(JAR).toString(), "--version"));
            System.out.printf("cache: %s, %.1f MB%n", cache, megabytes(cache));
        } catch (Exception e) {
            server.destroyForcibly();
            System.err.println(Files.readString(log));
            throw e;
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private static void load(String url, Process server, Duration longest) throws Exception {
        var end = System.nanoTime() + longest.toNanos();
        var left = new AtomicInteger(LOAD);
        Callable<Integer> client = () -> {
            var asked = 0;
            while (left.getAndDecrement() > 0 && System.nanoTime() < end) {
                // an account of its own, and a new one before its lists become long
                var key = "load-" + Thread.currentThread().threadId() + "-" + asked / REQUESTS_OF_AN_ACCOUNT;
                ask(url, HOT.get(asked++ % HOT.size()), server, key);
            }
            return asked;
        };
        try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
            var asked = 0;
            for (var one : clients.invokeAll(Collections.nCopies(CLIENTS, client))) {
                asked += one.get();
            }
            System.out.printf("load: %d requests%n", asked);
        }
    }

    private static void ask(String url, String words, Process server, String key) throws Exception {
        var parts = words.split(" ", 3);
        var body = parts.length < 3 ? BodyPublishers.noBody() : BodyPublishers.ofString(parts[2]);
        var builder =
                HttpRequest.newBuilder(URI.create(url + parts[1])).method(parts[0], body).timeout(Duration.ofSeconds(30));
        builder.header("X-API-Key", key).header("Authorization", "Bearer " + key);
        if (parts.length == 3) {
            builder.header("Content-Type", "application/json");
        }
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                var status = CLIENT.send(builder.build(), BodyHandlers.ofString()).statusCode();
                if (status < 500) {
                    return;
                }
                if (status != 503 || System.nanoTime() > end) {
                    throw new IllegalStateException(words + " has the response " + status);
                }
            } catch (IOException e) {
                if (!server.isAlive() || System.nanoTime() > end) {
                    throw new IllegalStateException("the server in training does not respond to " + words, e);
                }
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static void link(Path folder) throws Exception {
        var patterns = Files.createTempFile("exclude", ".txt");
        try {
            Files.write(patterns, unused());
            run(List.of(Path.of(System.getProperty("java.home"), "bin", "jlink").toString(), "--output", folder.toString(),
                    "--compress", "zip-9", "--strip-debug", "--no-man-pages", "--no-header-files", "--add-modules", MODULES,
                    "--exclude-resources=@" + patterns));
        } finally {
            Files.deleteIfExists(patterns);
        }
        for (var library : DRAWING.split(" ")) {
            Files.deleteIfExists(folder.resolve("lib").resolve("lib" + library + ".so"));
        }
        System.out.printf("Java: %s, %.1f MB%n", folder, megabytes(folder));
    }

    /** Patterns of the classes that are left out. A module wants each of its packages: one class of each remains. */
    private static List<String> unused() throws IOException {
        var patterns = new ArrayList<String>();
        var root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.desktop");
        try (var folders = Files.walk(root)) {
            for (var folder : folders.filter(Files::isDirectory).toList()) {
                var name = root.relativize(folder).toString();
                try (var files = Files.list(folder)) {
                    var smallest = files.filter(Files::isRegularFile).min(Comparator.comparingLong(Layout::size));
                    if (name.matches(DRAWN) && smallest.isPresent()) {
                        patterns.add("regex:/java.desktop/%s/(?!%s$)[^/]+"
                                .formatted(name, Pattern.quote(smallest.get().getFileName().toString())));
                    }
                }
            }
        }
        return patterns;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Path thisJava() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private static void run(List<String> command) throws Exception {
        var log = Files.createTempFile("layout", ".log");
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
            if (process.waitFor() != 0) {
                System.err.println(Files.readString(log));
                throw new IllegalStateException("failed: " + String.join(" ", command));
            }
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private static double megabytes(Path path) throws IOException {
        try (var files = Files.walk(path)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum() / 1e6;
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
