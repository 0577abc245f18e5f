import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/// Writes Kafka's `KRaftMetadataCache` with one changed answer into the module `local`.
///
/// A single-node broker that is killed and started at once loads its prepared transactions while it is still fenced. Every
/// partition is without a leader then, `getPartitionLeaderEndpoint` answers *empty*, and the transaction coordinator takes that for
/// a deleted topic and drops the markers for good (KAFKA-20734): readers of committed records stand still for ever. The changed
/// method answers `Node.noNode()` for a partition that exists without a live leader; the coordinator tries again later.
///
/// `java -cp CLASSPATH CureLeaderlessPartition.java TARGET_FOLDER KAFKA_VERSION`. Fails on any Kafka but the one that was examined:
/// whoever upgrades looks first whether the broker has the cure by itself.
final class CureLeaderlessPartition {
    private static final String EXAMINED = "4.3.1";
    private static final String FILE = "org/apache/kafka/metadata/KRaftMetadataCache.class";
    private static final String METHOD = "lambda$getPartitionLeaderEndpoint$1";
    private static final String TYPE =
            "(Lorg/apache/kafka/image/MetadataImage;Lorg/apache/kafka/common/network/ListenerName;"
                    + "Lorg/apache/kafka/metadata/PartitionRegistration;)Ljava/util/Optional;";
    private static final ClassDesc NODE = ClassDesc.of("org.apache.kafka.common.Node");
    private static final ClassDesc OPTIONAL = ClassDesc.of("java.util.Optional");
    private static final ClassDesc OBJECT = ClassDesc.of("java.lang.Object");

    public static void main(String[] args) throws IOException {
        Path target = Path.of(args[0]).resolve(FILE);
        if (!args[1].equals(EXAMINED))
            throw new IllegalStateException(
                    "Kafka %s has not been examined for KAFKA-20734, only %s: see docs of this class"
                            .formatted(args[1], EXAMINED));
        byte[] cured = cure(original());
        if (Files.exists(target) && java.util.Arrays.equals(Files.readAllBytes(target), cured))
            return;
        Files.createDirectories(target.getParent());
        Files.write(target, cured);
    }

    private static byte[] original() throws IOException {
        List<URL> jars =
                Collections.list(CureLeaderlessPartition.class.getClassLoader().getResources(FILE))
                        .stream()
                        .filter(
                                url ->
                                        url.getPath()
                                                .contains("kafka-metadata-" + EXAMINED + ".jar!"))
                        .toList();
        if (jars.size() != 1)
            throw new IllegalStateException(
                    "one kafka-metadata-" + EXAMINED + " expected: " + jars);
        try (InputStream in = jars.getFirst().openStream()) {
            return in.readAllBytes();
        }
    }

    /// `return broker.map(…)` becomes `return Optional.of(broker.map(…).orElse(Node.noNode()))`.
    private static byte[] cure(byte[] original) {
        ClassFile file = ClassFile.of();
        ClassModel model = file.parse(original);
        long found = model.methods().stream().filter(CureLeaderlessPartition::isTheOne).count();
        if (found != 1)
            throw new IllegalStateException(METHOD + " is not in KRaftMetadataCache as examined");
        CodeTransform withNoNode =
                (code, element) -> {
                    if (element instanceof ReturnInstruction)
                        code.invokestatic(NODE, "noNode", MethodTypeDesc.of(NODE))
                                .invokevirtual(
                                        OPTIONAL, "orElse", MethodTypeDesc.of(OBJECT, OBJECT))
                                .invokestatic(OPTIONAL, "of", MethodTypeDesc.of(OPTIONAL, OBJECT));
                    code.with(element);
                };
        return file.transformClass(
                model,
                ClassTransform.transformingMethodBodies(
                        CureLeaderlessPartition::isTheOne, withNoNode));
    }

    private static boolean isTheOne(MethodModel method) {
        return method.methodName().equalsString(METHOD) && method.methodType().equalsString(TYPE);
    }
}
