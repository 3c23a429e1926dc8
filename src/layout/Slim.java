import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.SpringAsmInfo;

/**
 * Takes from the jars of a folder what only debuggers, editors and native images read: the tables of local variables,
 * whose names and types would be in the AOT cache too, and descriptions of settings. Line numbers and the names of
 * parameters stay.
 *
 * <pre>
 *   java -cp spring-core.jar Slim.java FOLDER
 * </pre>
 */
public final class Slim {

    /** Spring-core has ASM under a name of its own, and needs to know its own version of it. */
    private static final int API = SpringAsmInfo.ASM_VERSION;

    /**
     * The last are Spring's reader of class files by the JDK's API: the JVM caches no class of a versioned folder, nor
     * the API's use of switches over types. Without it Spring reads them by ASM, as below Java 24.
     */
    private static final Pattern UNUSED =
            Pattern.compile("META-INF/(native-image/.*|(additional-)?spring-configuration-metadata\\.json"
                    + "|versions/24/org/springframework/core/type/classreading/.*)");

    private Slim() {}

    public static void main(String[] args) throws IOException {
        try (var jars = Files.walk(Path.of(args[0]))) {
            jars.filter(file -> file.toString().endsWith(".jar")).forEach(Slim::rewrite);
        }
    }

    private static void rewrite(Path jar) {
        var copy = jar.resolveSibling(jar.getFileName() + ".slim");
        try {
            try (var from = new ZipFile(jar.toFile());
                    var to = new ZipOutputStream(Files.newOutputStream(copy))) {
                to.setLevel(Deflater.BEST_COMPRESSION);
                for (var entry : (Iterable<ZipEntry>) from.stream().<ZipEntry>map(each -> each)::iterator) {
                    if (UNUSED.matcher(entry.getName()).matches()) {
                        continue;
                    }
                    byte[] bytes;
                    try (var in = from.getInputStream(entry)) {
                        bytes = in.readAllBytes();
                    }
                    var name = entry.getName();
                    if (name.endsWith(".class") && !name.endsWith("module-info.class")) {
                        bytes = slim(bytes);
                    }
                    var written = new ZipEntry(name);
                    written.setTime(entry.getTime());
                    if (entry.getMethod() == ZipEntry.STORED) {
                        var sum = new CRC32();
                        sum.update(bytes);
                        written.setMethod(ZipEntry.STORED);
                        written.setSize(bytes.length);
                        written.setCrc(sum.getValue());
                    }
                    to.putNextEntry(written);
                    to.write(bytes);
                    to.closeEntry();
                }
            }
            Files.setLastModifiedTime(copy, Files.getLastModifiedTime(jar));
            Files.move(copy, jar, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(jar.toString(), e);
        }
    }

    private static byte[] slim(byte[] bytes) {
        var writer = new ClassWriter(0);
        new ClassReader(bytes).accept(
                new ClassVisitor(API, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        return new MethodVisitor(
                                API, super.visitMethod(access, name, descriptor, signature, exceptions)) {
                            @Override
                            public void visitLocalVariable(
                                    String variable, String type, String generic, Label start, Label end, int index) {
                                // left out
                            }
                        };
                    }
                },
                0);
        return writer.toByteArray();
    }
}
