import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.core.metrics.ApplicationStartup;
import org.springframework.core.metrics.StartupStep;

/**
 * Records Spring's startup steps with their threads, which Boot's BufferingApplicationStartup does
 * not, and writes them to the file that the property {@code steps.file} names when the server ends:
 * a line each of thread, begin, end (microseconds since the start of the JVM), name and tags.
 */
public final class StartSteps implements SpringApplicationRunListener {

    private static final long BEGIN =
            System.nanoTime()
                    - (System.currentTimeMillis()
                                    - ManagementFactory.getRuntimeMXBean().getStartTime())
                            * 1_000_000;

    private final List<Step> steps = Collections.synchronizedList(new ArrayList<>());

    public StartSteps(SpringApplication application, String[] arguments) {
        var ids = new AtomicLong();
        application.setApplicationStartup(
                (ApplicationStartup) name -> new Step(name, ids.incrementAndGet(), steps));
        Runtime.getRuntime().addShutdownHook(new Thread(this::write));
    }

    private void write() {
        try {
            Files.write(
                    Path.of(System.getProperty("steps.file")),
                    List.copyOf(steps).stream().map(Step::line).toList());
        } catch (IOException failure) {
            failure.printStackTrace();
        }
    }

    private static long now() {
        return (System.nanoTime() - BEGIN) / 1000;
    }

    private static final class Step implements StartupStep, StartupStep.Tags {
        private final String name;
        private final long id;
        private final List<Step> ended;
        private final String thread = Thread.currentThread().getName();
        private final List<Tag> tags = new ArrayList<>();
        private final long begin = now();
        private long end;

        Step(String name, long id, List<Step> ended) {
            this.name = name;
            this.id = id;
            this.ended = ended;
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public long getId() {
            return id;
        }

        @Override
        public Long getParentId() {
            return null;
        }

        @Override
        public StartupStep tag(String key, String value) {
            tags.add(
                    new Tag() {
                        @Override
                        public String getKey() {
                            return key;
                        }

                        @Override
                        public String getValue() {
                            return value;
                        }
                    });
            return this;
        }

        @Override
        public StartupStep tag(String key, Supplier<String> value) {
            return tag(key, value.get());
        }

        @Override
        public Tags getTags() {
            return this;
        }

        @Override
        public java.util.Iterator<Tag> iterator() {
            return tags.iterator();
        }

        @Override
        public void end() {
            end = now();
            ended.add(this);
        }

        String line() {
            var text = new StringBuilder();
            text.append(thread).append('\t').append(begin).append('\t').append(end);
            text.append('\t').append(name);
            tags.forEach(
                    tag ->
                            text.append('\t')
                                    .append(tag.getKey())
                                    .append('=')
                                    .append(String.valueOf(tag.getValue()).replaceAll("\\s", " ")));
            return text.toString();
        }
    }
}
